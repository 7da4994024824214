"""An institution that a filer names anew stands on its concern until the secretariat enters it in the directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0070'
down_revision = '0029'
branch_labels = None
depends_on = None

NAMED = sa.text("new_institution <> ''")


def upgrade() -> None:
    """To the newer schema. What waits for the secretariat leaves the directory again, if nothing stands on it."""
    op.add_column('concern', sa.Column('new_institution', sa.String(200), nullable=False, server_default=''))
    op.add_column('concern', sa.Column('new_institution_kind', sa.String(24), nullable=True))
    op.create_index(
        'ix_concern_named_anew', 'concern', ['id'], sqlite_where=NAMED, postgresql_where=NAMED
    )
    unconfirmed = 'SELECT id FROM organisation WHERE NOT confirmed'
    for name in ('name', 'kind'):
        column = 'new_institution' if name == 'name' else 'new_institution_kind'
        op.execute(
            f'UPDATE concern SET {column} = (SELECT o.{name} FROM organisation o '
            'JOIN concern_institution c ON c.organisation_id = o.id '
            'WHERE c.concern_id = concern.id AND NOT o.confirmed ORDER BY o.id LIMIT 1) '
            'WHERE id IN (SELECT concern_id FROM concern_institution '
            f'WHERE organisation_id IN ({unconfirmed}))'
        )
    op.execute(f'DELETE FROM concern_institution WHERE organisation_id IN ({unconfirmed})')
    inspector = sa.inspect(op.get_bind())
    unused = ' '.join(
        f'AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{key["constrained_columns"][0]} = organisation.id)'
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if key['referred_table'] == 'organisation'
    )
    op.execute(f'DELETE FROM organisation WHERE NOT confirmed {unused}')


def downgrade() -> None:
    """To the older schema: the name stays in the words by which the concern's institutions are listed."""
    op.drop_index('ix_concern_named_anew', table_name='concern')
    op.drop_column('concern', 'new_institution_kind')
    op.drop_column('concern', 'new_institution')
