"""A recusal is an organisation's, and can be lifted. Members that are addressees are recused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0080'
down_revision = '0121'
branch_labels = None
depends_on = None

ONE_OF = '(person_id IS NULL) <> (organisation_id IS NULL)'


def upgrade() -> None:
    """To the newer schema. What a person declared holds for their organisation; of two for one, the first stands."""
    op.drop_index('ix_recusal_organisation', table_name='recusal')
    op.drop_index('ix_recusal_person', table_name='recusal')
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_recusal_one_of'), type_='check')
        batch_op.drop_constraint(op.f('uq_recusal_concern_id_organisation_id'), type_='unique')
        batch_op.drop_constraint(op.f('uq_recusal_concern_id_person_id'), type_='unique')
        batch_op.add_column(sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('lifted_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('lifted_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(op.f('fk_recusal_lifted_by_id_person'), 'person', ['lifted_by_id'], ['id'])
    op.execute(
        'UPDATE recusal SET organisation_id = '
        '(SELECT organisation_id FROM person WHERE person.id = recusal.person_id) WHERE organisation_id IS NULL'
    )
    op.execute(
        'DELETE FROM recusal WHERE EXISTS (SELECT 1 FROM recusal AS other WHERE other.concern_id = recusal.concern_id '
        'AND other.organisation_id = recusal.organisation_id AND other.id < recusal.id)'
    )
    op.execute(
        "INSERT INTO recusal (concern_id, organisation_id, reason, at, lifted_reason) "
        "SELECT concern.id, organisation.id, '', MIN(recommendation.state_since), '' FROM recommendation "
        "JOIN concern ON concern.id = recommendation.concern_id "
        "JOIN organisation ON organisation.id = recommendation.addressee_id "
        "WHERE organisation.kind = 'member' AND recommendation.state <> 'dropped' "
        "AND organisation.id <> concern.filer_organisation_id AND NOT EXISTS (SELECT 1 FROM recusal WHERE "
        "recusal.concern_id = concern.id AND recusal.organisation_id = organisation.id) "
        "GROUP BY concern.id, organisation.id"
    )
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.alter_column('lifted_reason', server_default=None)
        batch_op.create_check_constraint(
            op.f('ck_recusal_somebody'), 'person_id IS NOT NULL OR organisation_id IS NOT NULL'
        )
        batch_op.create_check_constraint(op.f('ck_recusal_lifted'), '(lifted_at IS NULL) = (lifted_by_id IS NULL)')
    op.create_index('ix_recusal_organisation', 'recusal', ['organisation_id', 'concern_id'])
    op.create_index('ix_recusal_person', 'recusal', ['person_id', 'concern_id'])
    op.create_index(
        'uq_recusal_in_force',
        'recusal',
        ['concern_id', 'organisation_id'],
        unique=True,
        sqlite_where=sa.text('lifted_at IS NULL'),
        postgresql_where=sa.text('lifted_at IS NULL'),
    )


def downgrade() -> None:
    """To the older schema, which knows no recusal that is lifted, and holds one of person and organisation."""
    op.drop_index('uq_recusal_in_force', table_name='recusal')
    op.drop_index('ix_recusal_organisation', table_name='recusal')
    op.drop_index('ix_recusal_person', table_name='recusal')
    op.execute('DELETE FROM recusal WHERE lifted_at IS NOT NULL')
    op.execute('UPDATE recusal SET person_id = NULL WHERE organisation_id IS NOT NULL')
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_recusal_lifted'), type_='check')
        batch_op.drop_constraint(op.f('ck_recusal_somebody'), type_='check')
        batch_op.drop_constraint(op.f('fk_recusal_lifted_by_id_person'), type_='foreignkey')
        batch_op.drop_column('lifted_reason')
        batch_op.drop_column('lifted_by_id')
        batch_op.drop_column('lifted_at')
        batch_op.create_check_constraint(op.f('ck_recusal_one_of'), ONE_OF)
        batch_op.create_unique_constraint(
            op.f('uq_recusal_concern_id_organisation_id'), ['concern_id', 'organisation_id']
        )
        batch_op.create_unique_constraint(op.f('uq_recusal_concern_id_person_id'), ['concern_id', 'person_id'])
    op.create_index('ix_recusal_organisation', 'recusal', ['organisation_id', 'concern_id'])
    op.create_index('ix_recusal_person', 'recusal', ['person_id', 'concern_id'])
