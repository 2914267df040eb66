/**
 * What is inside Harbour Training's courses: modules within modules, assignments with what was handed in, grade items of each type
 * with marks. Made by rules from the enrolments. Called by seed.ts.
 */
import type { Course, Enrolment, Folder, Grade, GradeItem, Handed, Module, State, Topic, User } from './state.ts';
import { nameOf } from './state.ts';

const day = 86_400_000;
const hour = 3_600_000;

export function addWork(state: State, now: number): void {
  const learner = state.roles.find(({ code }) => code === 'learner')?.id;
  for (const course of state.courses) {
    // The sandpit stays empty, as new courses are.
    if (course.code === 'SANDPIT') continue;
    const begun = course.start ?? now - 60 * day;
    const items = gradeItemsOf(course);
    const folders = foldersOf(course, begun, items);
    state.grade_items.push(...items);
    state.folders.push(...folders);
    addContents(state, course, begun, { items, folders });
    const students = state.enrolments.filter((one) => one.course === course.id && one.role === learner);
    for (const student of students) {
      const user = state.users.find(({ id }) => id === student.user);
      if (user !== undefined) addStudentsWork(state, student, user, { items, folders, begun });
    }
    addGroupsWork(state, students, folders, begun);
  }
}

// --- marks ----------------------------------------------------------------------------------------------------------------

function gradeItemsOf({ id }: Course): readonly GradeItem[] {
  const make = (index: number, rest: Omit<GradeItem, 'id' | 'course' | 'category'>): GradeItem => ({
    id: id * 10 + index,
    course: id,
    category: index === 0 ? id * 10 + 8 : null,
    ...rest,
  });
  return [
    make(0, { name: 'Knowledge questions', short: 'KQ', type: 'Numeric', points: 20, weight: 20 }),
    make(1, { name: 'Practical demonstration', short: 'Practical', type: 'PassFail', points: 10, weight: 30 }),
    make(2, {
      name: 'Workplace project: « Führung & 領導力 »',
      short: '',
      type: 'SelectBox',
      points: 12.5,
      weight: 50,
    }),
    make(3, { name: 'Remarks', short: '', type: 'Text', points: null, weight: 0 }),
  ];
}

/** How far a learner has come: 0 to 3 pieces of work. */
function progressOf({ course, user }: Enrolment): number {
  return (course + user) % 4;
}

function marksOf(student: Enrolment, items: readonly GradeItem[], begun: number): readonly Grade[] {
  const number = student.user % 17;
  const [quiz, practical, project, remarks] = items;
  const done = progressOf(student);
  const make = (
    item: GradeItem | undefined,
    place: number,
    rest: Partial<Grade> & Pick<Grade, 'displayed'>,
  ): Grade => ({
    course: student.course,
    item: item?.id ?? null,
    user: student.user,
    numerator: null,
    denominator: null,
    comment: '',
    changed: begun + (number + place) * day,
    ...rest,
  });
  const points = 12 + number / 2;
  const marks = [
    make(quiz, 1, { displayed: `${points} / 20`, numerator: points, denominator: 20 }),
    make(practical, 2, { displayed: 'Pass', numerator: 10, denominator: 10 }),
    make(project, 3, { displayed: 'Sehr gut', numerator: 11.25, denominator: 12.5, comment: 'Well done — très bien.' }),
  ].slice(0, done);
  if (marks.length === 0) return [];
  const got = marks.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0);
  const of = marks.reduce((sum, { denominator }) => sum + (denominator ?? 0), 0);
  const percent = Math.round((got / of) * 10_000) / 100;
  const total = make(undefined, done, { displayed: `${percent} %`, numerator: percent, denominator: 100 });
  const words = make(remarks, 3, { displayed: 'Keen' });
  return [...marks, ...(number % 3 === 0 ? [words] : []), total];
}

// --- assignments ----------------------------------------------------------------------------------------------------------

function foldersOf({ id, name }: Course, begun: number, items: readonly GradeItem[]): readonly Folder[] {
  const make = (index: number, rest: Partial<Folder> & Pick<Folder, 'name' | 'kind'>): Folder => ({
    id: id * 10 + index,
    course: id,
    instructions: '',
    points: null,
    group: false,
    hidden: false,
    due: null,
    opens: null,
    closes: null,
    grade_item: null,
    ...rest,
  });
  const project = items[2];
  return [
    make(5, {
      name: project?.name ?? name,
      kind: 4,
      instructions: `Show what you can do in ${name}.`,
      points: 12.5,
      due: begun + 40 * day,
      opens: begun,
      closes: begun + 60 * day,
      grade_item: project?.id ?? null,
    }),
    make(6, { name: 'Group task', kind: 0, group: true, points: 10 }),
    make(7, { name: 'Draft for next year', kind: 2, hidden: true }),
  ];
}

interface Work {
  readonly items: readonly GradeItem[];
  readonly folders: readonly Folder[];
  readonly begun: number;
}

/** Somebody who has not handed in yet is listed too. */
function addStudentsWork(state: State, student: Enrolment, user: User, { items, folders, begun }: Work): void {
  state.grades.push(...marksOf(student, items, begun));
  const folder = folders[0];
  if (folder === undefined) return;
  const done = progressOf(student);
  const first = student.course * 100_000 + student.user * 10;
  const file = (nth: number) => ({
    id: first + nth * 2,
    by: user.id,
    at: begun + (20 + nth) * day + user.id * hour,
    file: `project-${nth + 1}.pdf`,
  });
  const handed: Handed = {
    folder: folder.id,
    entity: user.id,
    group: false,
    name: nameOf(user),
    // 0 nothing, 1 handed in, 2 being marked, 3 marked.
    status: done,
    files: done === 0 ? [] : done === 3 ? [file(0), file(1)] : [file(0)],
    feedback: done < 2 ? null : { score: 11.25, text: done === 3 ? 'Well done — très bien.' : '', symbol: null },
  };
  state.handed.push(handed);
}

function addGroupsWork(state: State, students: readonly Enrolment[], folders: readonly Folder[], begun: number): void {
  const folder = folders.find(({ group }) => group);
  const [first] = students;
  if (folder === undefined || first === undefined) return;
  const id = folder.id * 10;
  state.handed.push({
    folder: folder.id,
    entity: id,
    group: true,
    name: 'Group 1',
    status: 1,
    files: [{ id: id + 1, by: first.user, at: begun + 10 * day, file: 'group.zip' }],
    feedback: null,
  });
}

// --- content --------------------------------------------------------------------------------------------------------------

function addContents(state: State, course: Course, begun: number, { items, folders }: Omit<Work, 'begun'>): void {
  const first = course.id * 10;
  const module = (index: number, rest: Partial<Module> & Pick<Module, 'title'>): Module => ({
    id: first + index,
    course: course.id,
    parent: null,
    hidden: false,
    order: index,
    due: null,
    changed: begun + index * hour,
    ...rest,
  });
  const topic = (index: number, inside: Module, rest: Partial<Topic> & Pick<Topic, 'title' | 'url'>): Topic => ({
    // Topics and modules share one range of numbers, as content objects do.
    id: first * 10 + index,
    module: inside.id,
    kind: 'File',
    activity: 1,
    grade_item: null,
    hidden: false,
    order: index,
    due: null,
    changed: begun + index * hour,
    ...rest,
  });
  const start = module(0, { title: 'Start here' });
  const work = module(1, { title: 'Show what you can do', due: begun + 45 * day });
  const inner = module(2, { title: 'Für Fortgeschrittene', parent: work.id });
  const path = `/content/enforced/${course.id}-${course.code}`;
  const dropbox = folders[0];
  state.modules.push(start, work, inner);
  state.topics.push(
    topic(0, start, { title: 'Welcome', url: `${path}/welcome.html` }),
    topic(1, start, { title: 'The national register', kind: 'Link', activity: 2, url: 'https://training.example/' }),
    topic(2, work, {
      title: dropbox?.name ?? '',
      kind: 'Link',
      activity: 3,
      url: `/d2l/common/dialogs/quickLink/quickLink.d2l?ou=${course.id}&type=dropbox&rcode=${dropbox?.id ?? 0}`,
      grade_item: items[2]?.id ?? null,
      due: dropbox?.due ?? null,
    }),
    topic(3, inner, { title: 'Answers (for trainers)', url: `${path}/answers.pdf`, hidden: true }),
  );
}
