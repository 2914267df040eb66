/** What Harbour Training teaches. Codes and titles of units and qualifications are those of the national register. Called by business.ts. */
import type { Course } from '../../contract/index.ts';

// id, code, title, kind, fee (tax exclusive), trainer, units
type Row = readonly [string, string, string, Course['kind'], string, string, readonly string[]];

const rows: readonly Row[] = [
  ['course_01', 'HLTAID009', 'Provide cardiopulmonary resuscitation', 'unit', '70.00', 'person_03', []],
  ['course_02', 'HLTAID011', 'Provide First Aid', 'unit', '145.00', 'person_03', []],
  ['course_03', 'HLTAID012', 'Provide First Aid in an education and care setting', 'unit', '165.00', 'person_05', []],
  ['course_04', 'RIIWHS204E', 'Work safely at heights', 'unit', '289.50', 'person_04', []],
  ['course_05', 'CPCWHS1001', 'Prepare to work safely in the construction industry', 'unit', '119.00', 'person_04', []],
  ['course_06', 'SITHFAB021', 'Provide responsible service of alcohol', 'unit', '99.90', 'person_06', []],
  ['course_07', 'BSBCMM511', 'Communicate with influence', 'unit', '420.00', 'person_06', []],
  ['course_08', 'BSBLDR523', 'Lead and manage effective workplace relationships', 'unit', '420.00', 'person_06', []],
  ['course_09', 'BSBOPS502', 'Manage business operational plans', 'unit', '420.00', 'person_06', []],
  ['course_10', 'BSBTWK502', 'Manage team effectiveness', 'unit', '420.00', 'person_06', []],
  [
    'course_11',
    'BSB50420',
    'Diploma of Leadership and Management',
    'qualification',
    '3850.00',
    'person_06',
    ['course_07', 'course_08', 'course_09', 'course_10'],
  ],
  [
    'course_12',
    'CHC33021',
    'Certificate III in Individual Support',
    'qualification',
    '2640.00',
    'person_05',
    ['course_02'],
  ],
  [
    'course_13',
    'HT-MHW',
    'Talking about mental health at work: a half-day workshop',
    'short_course',
    '210.00',
    'person_03',
    [],
  ],
];

export const courses: readonly Course[] = rows.map(([id, code, title, kind, fee, trainer, units]) => ({
  id,
  code,
  title,
  kind,
  fee,
  trainer,
  units,
}));
