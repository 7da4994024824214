"""The numbers beside the places, asked for anew while a page stays open."""
