"""What each addressee was sent is kept as it was that day; what was taken back is with nobody any more."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = '0071'
down_revision = '0122'
branch_labels = None
depends_on = None

UNSENT = "('drafted', 'adopted', 'dropped')"
STAGES = "('awaiting_response', 'in_follow_up', 'closed')"
DEMAND = 'number heading text duty measure baseline target proposed_on weight will_look_at'.split()


def upgrade() -> None:
    """To the newer schema. What was sent so far was one extract for all: each addressee keeps it, with its own demands."""
    op.create_table(
        'transmission',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('concern_id', sa.Integer(), nullable=False),
        sa.Column('addressee_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('extract', sa.Text(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('demands', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ['addressee_id'], ['organisation.id'], name=op.f('fk_transmission_addressee_id_organisation')
        ),
        sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_transmission_concern_id_concern')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_transmission')),
    )
    op.create_index('ix_transmission_concern', 'transmission', ['concern_id', 'id'])
    op.create_index('ix_transmission_addressee', 'transmission', ['addressee_id', 'concern_id'])
    _keep_what_was_sent()
    op.execute(f'UPDATE recommendation SET transmitted_at = NULL WHERE state IN {UNSENT}')
    op.execute(
        f'UPDATE concern SET transmitted_at = NULL WHERE stage NOT IN {STAGES} AND NOT EXISTS '
        '(SELECT 1 FROM recommendation r WHERE r.concern_id = concern.id AND r.transmitted_at IS NOT NULL)'
    )


def downgrade() -> None:
    """To the older schema, which keeps the newest extract on the concern alone."""
    op.drop_index('ix_transmission_addressee', table_name='transmission')
    op.drop_index('ix_transmission_concern', table_name='transmission')
    op.drop_table('transmission')


def _keep_what_was_sent() -> None:
    meta, bind = sa.MetaData(), op.get_bind()
    concern, rec, sent = (
        sa.Table(name, meta, autoload_with=bind) for name in ('concern', 'recommendation', 'transmission')
    )
    query = (
        sa.select(
            rec, concern.c.extract_title, concern.c.extract, concern.c.transmitted_at.label('sent_at')
        )
        .join(concern, concern.c.id == rec.c.concern_id)
        .where(rec.c.transmitted_at.is_not(None), concern.c.transmitted_at.is_not(None))
        .order_by(rec.c.concern_id, rec.c.addressee_id, rec.c.number)
    )
    rows = {}
    for row in bind.execute(query).mappings():
        words = dict.fromkeys(_words(f"{row['extract_title']} {row['extract']}"))
        kept = rows.setdefault(
            (row['concern_id'], row['addressee_id']),
            {
                'concern_id': row['concern_id'],
                'addressee_id': row['addressee_id'],
                'at': row['sent_at'],
                'title': row['extract_title'],
                'extract': row['extract'],
                'words': f" {' '.join(words)} ",
                'demands': [],
            },
        )
        demand = {name: row[name] for name in DEMAND}
        kept['demands'].append({**demand, 'proposed_on': str(row['proposed_on'])})
    if rows:
        bind.execute(sa.insert(sent), list(rows.values()))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize('NFKD', text).casefold()
    return [w[:64] for w in re.findall(r'[^\W_]+', ''.join(c for c in plain if not unicodedata.combining(c)))]
