/**
 * Items grown for load. They come last in the order of their ids, and everybody grown is a student of one course. Called by ../sandbox.ts.
 */
import type { Sandbox } from 'plugboard/contract';
import { renderItem } from './functions-grades.ts';
import { renderSubmission } from './functions-assign.ts';
import { siteMade } from './ids.ts';
import { wwwroot } from './site.ts';
import { grownFrom, loadCourse } from './state.ts';

const firsts = ['Ana', 'Björn', 'Chiara', 'Đorđe', 'Émile', "D'arcy", '花子', 'Олена'];
const lasts = ['Ng', 'Åkesson', 'Ferrari', 'Petrović', 'Zola', "O'Brien", '山田', 'Шевченко'];

interface Place {
  readonly index: number;
  readonly generation: number;
}

function person({ index, generation }: Place) {
  const firstname = firsts[index % firsts.length] ?? 'Ana';
  const lastname = `${lasts[Math.floor(index / firsts.length) % lasts.length] ?? 'Ng'} ${index}`;
  return {
    id: grownFrom.user + index,
    username: `student.${index}`,
    firstname,
    lastname,
    fullname: `${firstname} ${lastname}`,
    email: `student.${index}@students.example`,
    idnumber: `G${index}`,
    department: '',
    institution: '',
    firstaccess: siteMade + index,
    lastaccess: siteMade + index + generation * 3600,
    auth: 'manual',
    suspended: false,
    confirmed: true,
    lang: 'en',
    theme: '',
    timezone: '99',
    mailformat: 1,
    description: '',
    descriptionformat: 1,
    city: generation === 0 ? 'Perth' : `Perth ${generation}`,
    country: 'AU',
    profileimageurlsmall: `${wwwroot}/theme/image.php/boost/core/1/u/f2`,
    profileimageurl: `${wwwroot}/theme/image.php/boost/core/1/u/f1`,
  };
}

const item = { id: 5000 + loadCourse * 10 + 1, course: loadCourse, itemtype: 'mod', cmid: 1000 + loadCourse * 10 + 3 };

export const grow: Sandbox['grow'] = {
  users: person,
  enrolments: (place) => ({
    ...person(place),
    lastcourseaccess: siteMade + place.index + place.generation * 3600,
    roles: [{ roleid: 9, name: '', shortname: 'student', sortorder: 5 }],
    groups: [],
    enrolledcourses: [{ id: loadCourse, fullname: 'Load', shortname: 'LOAD' }],
  }),
  courses: ({ index, generation, at }) => ({
    id: grownFrom.course + index,
    shortname: `G${index}`,
    categoryid: 2,
    fullname: `Course ${index}${generation === 0 ? '' : `, version ${generation}`}`,
    displayname: `Course ${index}`,
    summary: '',
    summaryformat: 1,
    format: 'topics',
    startdate: siteMade,
    enddate: 0,
    idnumber: '',
    visible: 1,
    enablecompletion: 0,
    timecreated: siteMade,
    timemodified: Math.floor(at / 1000),
  }),
  activities: ({ index, generation }) => ({
    id: 2_000_000 + index,
    url: `${wwwroot}/mod/url/view.php?id=${2_000_000 + index}`,
    name: `Link ${index}${generation === 0 ? '' : `, version ${generation}`}`,
    instance: 2_000_000 + index,
    visible: 1,
    uservisible: true,
    modname: 'url',
    modplural: 'URLs',
    indent: 0,
    completion: 0,
    dates: [],
    contents: [],
  }),
  grades: ({ index, generation }) => ({
    courseid: loadCourse,
    courseidnumber: '',
    userid: grownFrom.user + index,
    userfullname: person({ index, generation }).fullname,
    useridnumber: '',
    maxdepth: 2,
    gradeitems: [
      renderItem(
        { ...item, name: 'Load', grademax: 100 },
        { raw: (index + generation) % 101, submitted: null, graded: siteMade + index, feedback: '' },
        { modname: 'assign', instance: loadCourse },
      ),
    ],
  }),
  submissions: ({ index, generation, at }) =>
    renderSubmission({
      id: 2_000_000 + index,
      assignment: loadCourse,
      user: grownFrom.user + index,
      group: 0,
      attempt: 0,
      status: 'submitted',
      timecreated: siteMade,
      timemodified: Math.floor(at / 1000),
      gradingstatus: 'notgraded',
      text: `<p>Answer ${generation}</p>`,
    }),
};
