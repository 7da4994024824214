"""Saved views: lists with their filters under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        'saved_view',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('public_id', sa.String(length=24), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('place', sa.Enum('desk', 'concerns', 'recommendations', name='savedon', native_enum=False, length=24), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('query', sa.String(length=1000), nullable=False),
        sa.Column('shared', sa.Boolean(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_saved_view_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
        sa.UniqueConstraint('public_id', name=op.f('uq_saved_view_public_id')),
        sa.UniqueConstraint('person_id', 'place', 'name', name=op.f('uq_saved_view_person_id_place_name')),
    )
    op.create_index('ix_saved_view_shared', 'saved_view', ['place'], unique=False, sqlite_where=sa.text('shared = 1'), postgresql_where=sa.text('shared'))


def downgrade() -> None:
    """To the older schema."""
    op.drop_index('ix_saved_view_shared', table_name='saved_view')
    op.drop_table('saved_view')
