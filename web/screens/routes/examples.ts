/**
 * Routes to start from: what happens when a student has completed a course in Moodle. The same as in docs/guide/routes.md, where each part is
 * explained; a test holds them together. Integrations are named by their provider until the tenant's own take their places.
 */
import type { Definition } from './draft.ts';

export interface Example {
  readonly key: 'results' | 'invoices';
  readonly name: string;
  readonly definition: Definition;
}

const student: NonNullable<Definition['lookups']>[number] = {
  name: 'student',
  find: { model: 'student', integration: '<moodle>', where: { key: 'data.record.data.student_id' } },
};
const course: NonNullable<Definition['lookups']>[number] = {
  name: 'course',
  find: { model: 'course', integration: '<moodle>', where: { key: 'data.record.data.course_id' } },
};

export const examples: readonly Example[] = [
  {
    key: 'results',
    name: 'Completions to VETtrak',
    definition: {
      when: {
        types: ['record.created', 'record.updated'],
        models: ['activity'],
        integrations: ['<moodle>'],
        condition:
          "data.record.stream = 'completion' and data.record.data.state = 'completed' and data.record.data.completed_at",
      },
      lookups: [
        student,
        course,
        { name: 'client', linked: { from: 'student', integration: '<vettrak>', model: 'student' } },
        {
          name: 'unit',
          find: {
            model: 'outcome',
            integration: '<vettrak>',
            where: { student_id: 'lookups.client.key', unit_code: 'lookups.course.data.code' },
          },
        },
      ],
      maps: { results: { completed: 'Competent' } },
      shape:
        "( $ended := $substring(data.record.data.completed_at, 0, 10); $began := lookups.unit.data.starts_on; { 'student_id': lookups.client.key, 'enrolment_id': lookups.unit.data.enrolment_id, 'unit_code': lookups.unit.data.unit_code, 'result': $lookup(maps.results, data.record.data.state), 'starts_on': $began and $began < $ended ? $began : $ended, 'ends_on': $ended } )",
      do: { action: 'record_unit_result', integration: '<vettrak>' },
    },
  },
  {
    key: 'invoices',
    name: 'Completions to Xero',
    definition: {
      when: {
        types: ['record.created', 'record.updated'],
        models: ['activity'],
        integrations: ['<moodle>'],
        condition: "data.record.stream = 'completion' and data.record.data.state = 'completed'",
      },
      lookups: [
        student,
        course,
        { name: 'customer', linked: { from: 'student', integration: '<xero>', model: 'contact' } },
      ],
      maps: {
        fees: {
          HLTAID009: '70.00',
          HLTAID011: '145.00',
          HLTAID012: '165.00',
          RIIWHS204E: '289.50',
          CPCWHS1001: '119.00',
          SITHFAB021: '99.90',
        },
      },
      shape:
        "( $fee := $lookup(maps.fees, lookups.course.data.code); $fee ? { 'contact_id': lookups.customer.key, 'status': 'draft', 'reference': lookups.course.data.code, 'tax_treatment': 'exclusive', 'lines': [{ 'description': lookups.course.data.name, 'quantity': '1', 'unit_amount': $fee, 'account_code': '200' }] } )",
      do: { action: 'create_invoice', integration: '<xero>' },
    },
  },
];

/** With the tenant's integrations in their places; empty where there is none of a provider: that is for the person to choose. */
export function fitted(
  { definition }: Example,
  integrations: readonly { readonly id: string; readonly provider: string }[],
): Definition {
  const idOf = (named: string): string => {
    const provider = /^<(\w+)>$/.exec(named)?.[1];
    return provider === undefined ? named : (integrations.find((one) => one.provider === provider)?.id ?? '');
  };
  const { when, lookups, do: target } = definition;
  return {
    ...definition,
    when: { ...when, integrations: (when.integrations ?? []).map(idOf).filter((id) => id !== '') },
    lookups: lookups.map((lookup) =>
      'find' in lookup
        ? { ...lookup, find: { ...lookup.find, integration: idOf(lookup.find.integration) } }
        : { ...lookup, linked: { ...lookup.linked, integration: idOf(lookup.linked.integration) } },
    ),
    do: 'endpoint' in target ? target : { ...target, integration: idOf(target.integration) },
  };
}
