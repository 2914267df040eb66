/** D2L's documented blocks through the maps, and whatever else a site may send. */
import fc from 'fast-check';
import { models, type JsonObject, type JsonValue, type MapContext, type Stream } from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { describe, expect, test } from 'vitest';
import { flatten } from './contents.ts';
import { streams } from './streams.ts';
import { momentOf } from './values.ts';

const context: MapContext = {
  settings: { domain: 'school.brightspace.com' },
  account: { id: 'school.brightspace.com/6606', name: 'School', meta: { time_zone: 'Australia/Sydney' } },
};

type Name = keyof typeof streams;

function streamOf(name: Name): Stream {
  return streams[name];
}

/** As the engine does it: the key of the untouched item, then schema and map, held against the model. */
function mapped(
  name: Name,
  item: JsonObject,
  within: MapContext = context,
): { key: string | undefined; data: unknown } {
  const stream = streamOf(name);
  const data = stream.map(stream.raw.parse(item), within);
  expect(models[stream.model].parse(data)).toEqual(data);
  return { key: stream.key(item), data };
}

/** The items a list makes of an answer. */
function itemsOf(name: Name, body: unknown, partition = ''): readonly JsonObject[] {
  const stream = streamOf(name);
  if (!('items' in stream)) throw new Error(`${name} walks by itself`);
  return stream.items(body, { partition, request: { url: '/' } }).filter(isObject);
}

const user = {
  OrgId: 6606,
  UserId: 123,
  FirstName: 'Ana',
  MiddleName: null,
  LastName: 'Ng',
  UserName: 'ana',
  ExternalEmail: 'ana@example.org',
  OrgDefinedId: 'S-1',
  UniqueIdentifier: 'ana',
  Activation: { IsActive: true },
  LastAccessedDate: '2026-03-01T02:00:00.000Z',
  DisplayName: 'Ana Ng',
  Pronouns: null,
};

describe('people', () => {
  test('a user', () => {
    expect(mapped('users', user)).toMatchObject({
      key: '123',
      data: {
        first_name: 'Ana',
        last_name: 'Ng',
        full_name: 'Ana Ng',
        email: 'ana@example.org',
        username: 'ana',
        student_number: 'S-1',
        status: 'active',
        last_seen_at: '2026-03-01T02:00:00.000Z',
      },
    });
  });

  test('somebody switched off, nameless, never seen', () => {
    const bare = { UserId: '9', Activation: { IsActive: false }, FirstName: ' ', LastAccessedDate: '' };
    expect(mapped('users', bare)).toMatchObject({
      key: '9',
      data: { first_name: null, full_name: null, status: 'suspended', last_seen_at: null },
    });
    expect(mapped('users', { UserId: 1, FirstName: 'Ñandú', LastName: '領導' }).data).toMatchObject({
      full_name: 'Ñandú 領導',
      status: null,
    });
  });
});

const course = {
  Identifier: '7001',
  Name: 'Business',
  Code: 'BSB301-26',
  IsActive: true,
  CanSelfRegister: false,
  Path: '/content/enforced/7001-BSB301-26/',
  StartDate: '2026-02-01T13:00:00.000Z',
  EndDate: null,
  CourseTemplate: { Identifier: '6800', Name: 'BSB301', Code: 'BSB301' },
  Semester: { Identifier: '6700', Name: '2026 S1', Code: '26S1' },
  Department: { Identifier: '6650', Name: 'Business', Code: 'BUS' },
  Description: { Text: '', Html: '' },
};

describe('courses', () => {
  test('a course begins on the day it begins where the organisation is', () => {
    expect(mapped('courses', course)).toMatchObject({
      key: '7001',
      data: {
        name: 'Business',
        code: 'BSB301-26',
        category: 'Business',
        status: 'published',
        // One in the afternoon in UTC is midnight in Sydney.
        starts_on: '2026-02-02',
        ends_on: null,
        description: null,
        url: 'https://school.brightspace.com/d2l/home/7001',
        custom: { template_code: 'BSB301', semester_name: '2026 S1', starts_at: '2026-02-01T13:00:00.000Z' },
      },
    });
    const nowhere = mapped('courses', course, { settings: {}, account: undefined });
    expect(nowhere.data).toMatchObject({ starts_on: '2026-02-01', url: null, time_zone: null });
    const strange: MapContext = { settings: {}, account: { id: 'a', name: 'a', meta: { time_zone: 'Moon/Base' } } };
    expect(mapped('courses', course, strange).data).toMatchObject({ starts_on: '2026-02-01' });
  });

  test('one whose details may not be read', () => {
    const type = { Id: 3, Code: 'Course Offering', Name: 'Course Offering' };
    const listed = { Identifier: '7001', Name: 'Business', Code: 'BSB301-26', Path: '/', Type: type };
    expect(mapped('courses', listed).data).toMatchObject({ name: 'Business', status: null, custom: {} });
    expect(mapped('courses', { Identifier: 7, IsActive: false }).data).toMatchObject({ name: '7', status: 'draft' });
  });

  test('an enrolment takes its course from where it was listed', () => {
    const person = { Identifier: '123', DisplayName: 'Ana Ng', EmailAddress: 'ana@example.org', OrgDefinedId: 'S-1' };
    const body = { Items: [{ User: person, Role: { Id: 110, Code: 'learner', Name: 'Learner' } }] };
    const [item] = itemsOf('enrolments', body, '7001');
    expect(mapped('enrolments', item ?? {})).toMatchObject({
      key: '7001:123',
      data: {
        student_id: '123',
        student_name: 'Ana Ng',
        course_id: '7001',
        role: 'Learner',
        status: 'active',
        custom: { role_id: '110', role_code: 'learner', student_number: 'S-1' },
      },
    });
  });
});

describe('content', () => {
  const topic = {
    TopicId: 900,
    Title: 'Task brief',
    TypeIdentifier: 'File',
    Url: '/content/enforced/7001/Führung 1.html',
    ActivityType: 1,
    GradeItemId: 501,
    LastModifiedDate: '2026-01-05T00:00:00.000Z',
    IsHidden: false,
  };

  test('modules in modules are laid flat; each names the one it lies in', () => {
    const inner = { ModuleId: 12, Title: 'Inner', Modules: [], Topics: [{ ...topic, TopicId: 901, IsHidden: true }] };
    const outer = { ModuleId: 11, Title: 'Outer', SortOrder: 4, Modules: [inner], Topics: [topic], IsHidden: true };
    const items = itemsOf('content', { Modules: [outer, { ModuleId: 13, Title: 'After' }] }, '7001');
    const all = items.map((item) => mapped('content', item));
    expect(all.map(({ key }) => key)).toEqual(['module:11', 'topic:900', 'module:12', 'topic:901', 'module:13']);
    expect(all.map(({ data }) => data)).toMatchObject([
      { name: 'Outer', type: 'module', parent_id: null, position: 4, visible: false, url: null },
      {
        name: 'Task brief',
        type: 'File',
        parent_id: 'module:11',
        course_id: '7001',
        position: 0,
        visible: true,
        url: 'https://school.brightspace.com/content/enforced/7001/F%C3%BChrung%201.html',
        updated_at: '2026-01-05T00:00:00.000Z',
        custom: { grade_item_id: '501', activity_type: 1 },
      },
      { name: 'Inner', parent_id: 'module:11', visible: null },
      { parent_id: 'module:12', visible: false },
      { name: 'After', parent_id: null, position: 1 },
    ]);
  });

  test('addresses that lead nowhere by http are none', () => {
    const url = (Url: string) => {
      const { data } = mapped('content', { ...topic, OrgUnitId: '1', Url });
      return isObject(data) ? data['url'] : undefined;
    };
    expect(url('https://training.example/a')).toBe('https://training.example/a');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', '', 'https://']) expect(url(bad)).toBeNull();
  });

  test('however deep it goes, it is walked to the bottom', () => {
    let tree: JsonObject = { ModuleId: 20_000, Modules: [], Topics: [] };
    for (let id = 19_999; id > 0; id -= 1) tree = { ModuleId: id, Modules: [tree], Topics: [] };
    const items = flatten({ Modules: [tree] }, '1');
    expect(items).toHaveLength(20_000);
    expect(items.at(-1)).toMatchObject({ ModuleId: 20_000, ParentModuleId: '19999' });
  });

  test('each module and topic comes once, and no other', () => {
    const inside = fc.memo((depth): fc.Arbitrary<JsonObject> =>
      fc.record({
        ModuleId: fc.uuid(),
        Modules: depth <= 1 ? fc.constant([]) : fc.array(inside(depth - 1), { maxLength: 3 }),
        Topics: fc.array(fc.record({ TopicId: fc.uuid() }), { maxLength: 3 }),
      }),
    );
    const ids = (value: unknown) =>
      new Set([...JSON.stringify(value).matchAll(/"(?:ModuleId|TopicId)":"([^"]+)"/g)].map(([, id]) => id));
    fc.assert(
      fc.property(fc.array(inside(4), { maxLength: 4 }), (modules) => {
        const found = flatten({ Modules: modules }, '1').map(
          (item) => textAt(item, 'TopicId') ?? textAt(item, 'ModuleId'),
        );
        expect(new Set(found)).toEqual(ids(modules));
        expect(found).toHaveLength(ids(modules).size);
      }),
    );
  });

  test.each([{}, [], null, 'text', { Modules: null }])('%j is no table of contents', (body) => {
    expect(() => flatten(body, '1')).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });
});

describe('work', () => {
  test('an assignment', () => {
    const folder = {
      Id: 31,
      Name: 'Midterm essays',
      CustomInstructions: { Text: '', Html: '<p>Format it properly</p>' },
      Availability: { StartDate: '2026-02-01T00:00:00.000Z', EndDate: null },
      DueDate: '2026-03-01T13:59:00.000Z',
      Assessment: { ScoreDenominator: 12.5, Rubrics: [] },
      SubmissionType: 4,
      GradeItemId: 501,
      IsHidden: false,
    };
    const [item] = itemsOf('assignments', [folder], '7001');
    expect(mapped('assignments', item ?? {})).toMatchObject({
      key: '31',
      data: {
        course_id: '7001',
        description: '<p>Format it properly</p>',
        points_max: '12.5',
        submission_kinds: ['file', 'text'],
        opens_at: '2026-02-01T00:00:00.000Z',
        due_at: '2026-03-01T13:59:00.000Z',
        closes_at: null,
        status: 'published',
        custom: { grade_item_id: '501' },
      },
    });
    expect(mapped('assignments', { Id: 1, OrgUnitId: '1', SubmissionType: 'OnPaper' }).data).toMatchObject({
      name: '1',
      submission_kinds: ['on_paper'],
      status: null,
    });
  });

  const handed = (Status: JsonValue, more: JsonObject = {}): JsonObject => ({
    Entity: { EntityId: 123, EntityType: 'User', DisplayName: 'Ana Ng' },
    Status,
    Feedback: null,
    Submissions: [],
    CompletionDate: null,
    ...more,
  });

  test('who hands in again has handed in one thing, twice', () => {
    const submissions = ['2026-03-05T00:00:00.000Z', '2026-03-02T00:00:00.000Z'].map((SubmissionDate, Id) => ({
      Id,
      SubmissionDate,
    }));
    const feedback = { Score: 11.25, Feedback: { Text: 'Well done', Html: '' }, IsGraded: true, GradedSymbol: 'A' };
    const body = [handed(3, { Submissions: submissions, Feedback: feedback })];
    const [item] = itemsOf('submissions', body, '7001:31');
    expect(mapped('submissions', item ?? {})).toMatchObject({
      key: '31:user:123',
      data: {
        assessment_id: '31',
        course_id: '7001',
        student_id: '123',
        group_id: null,
        attempt: 2,
        status: 'graded',
        vendor_status: '3',
        score: '11.25',
        grade: 'A',
        feedback: 'Well done',
        submitted_at: '2026-03-05T00:00:00.000Z',
      },
    });
  });

  test('a group, by number or by word, and states nobody has heard of', () => {
    const group = { Entity: { EntityId: 123, EntityType: 'Group', Name: 'Group 1' } };
    const [item] = itemsOf('submissions', [handed('Unsubmitted', group)], '7001:31');
    expect(mapped('submissions', item ?? {})).toMatchObject({
      key: '31:group:123',
      data: { student_id: null, group_id: '123', status: 'not_submitted', attempt: null },
    });
    const status = (value: JsonValue) => {
      const { data } = mapped('submissions', { ...handed(value), OrgUnitId: '1', FolderId: '2' });
      return isObject(data) ? data['status'] : undefined;
    };
    expect([1, 2, 'Draft', 7, null, 'constructor'].map(status)).toEqual([
      'submitted',
      'marking',
      'marking',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });
});

describe('marks', () => {
  const value = {
    UserId: '123',
    OrgUnitId: '7001',
    DisplayedGrade: '80 / 100',
    GradeObjectIdentifier: '501',
    GradeObjectName: 'Task 1',
    GradeObjectType: 1,
    GradeObjectTypeName: 'Numeric',
    PointsNumerator: 80,
    PointsDenominator: 100,
    WeightedNumerator: 16,
    WeightedDenominator: 20,
    Comments: { Text: '', Html: '' },
    LastModified: '2026-03-02T01:00:00.000Z',
  };
  const person = { Identifier: '123', DisplayName: 'Ana Ng' };

  test('a grade item', () => {
    const object = {
      Id: 501,
      Name: 'Task 1',
      ShortName: 'T1',
      GradeType: 'Numeric',
      MaxPoints: 100,
      Weight: 20,
      CategoryId: 5,
      CanExceedMaxPoints: false,
    };
    const [item] = itemsOf('grade_items', [object], '7001');
    expect(mapped('grade_items', item ?? {})).toMatchObject({
      key: '501',
      data: {
        name: 'Task 1',
        course_id: '7001',
        grading_type: 'Numeric',
        points_max: '100',
        custom: { short_name: 'T1', weight: '20', category_id: '5', can_exceed_points_max: false },
      },
    });
  });

  test('a mark; whoever has none is not marked', () => {
    const body = {
      Next: null,
      Objects: [
        { User: person, GradeValue: value },
        { User: person, GradeValue: null },
      ],
    };
    const items = itemsOf('grades', body, '7001:501');
    expect(items).toHaveLength(1);
    expect(mapped('grades', items[0] ?? {})).toMatchObject({
      key: '501:7001:123',
      data: {
        student_id: '123',
        course_id: '7001',
        scope: 'item',
        item_id: '501',
        item_name: 'Task 1',
        item_kind: 'Numeric',
        score: '80',
        score_max: '100',
        percent: null,
        text: '80 / 100',
        feedback: null,
        graded_at: '2026-03-02T01:00:00.000Z',
        custom: { weighted_score: '16', weighted_score_max: '20' },
      },
    });
  });

  test('a final grade is one of the course, whatever it is called', () => {
    const final = { ...value, GradeObjectType: 7, GradeObjectTypeName: 'Final Calculated', DisplayedGrade: '78.5 %' };
    const [item] = itemsOf('final_grades', { Next: null, Objects: [{ User: person, GradeValue: final }] }, '7001');
    expect(mapped('final_grades', item ?? {})).toMatchObject({
      key: '7001:123',
      data: { scope: 'course', item_id: null, percent: '78.5', text: '78.5 %' },
    });
    expect(mapped('grades', { ...item, GradeObjectId: '9' }).data).toMatchObject({ scope: 'course', item_id: null });
    const category = { ...final, GradeObjectType: 9, DisplayedGrade: '78,5 %' };
    expect(mapped('grades', { OrgUnitId: '1', User: person, GradeValue: category }).data).toMatchObject({
      scope: 'category',
      percent: null,
    });
  });

  test('points are kept digit for digit', () => {
    for (const [points, text] of [
      [0, '0'],
      [0.1, '0.1'],
      [11.25, '11.25'],
      [1e-7, '0.0000001'],
      [100.000_01, '100.00001'],
    ] as const) {
      const item = { OrgUnitId: '1', User: person, GradeValue: { ...value, PointsNumerator: points } };
      expect(mapped('grades', item).data).toMatchObject({ score: text });
    }
  });
});

describe('whatever is sent', () => {
  const samples: Readonly<Record<Name, JsonObject>> = {
    users: user,
    courses: course,
    enrolments: { OrgUnitId: '1', User: { Identifier: '1' }, Role: { Id: 1 } },
    content: { OrgUnitId: '1', TopicId: 1, Url: '/a', LastModifiedDate: '2026-01-01T00:00:00.000Z' },
    assignments: { OrgUnitId: '1', Id: 1, DueDate: '2026-01-01T00:00:00.000Z', SubmissionType: 1 },
    submissions: { OrgUnitId: '1', FolderId: '1', Entity: { EntityId: 1, EntityType: 'User' }, Status: 1 },
    grade_items: { OrgUnitId: '1', Id: 1, MaxPoints: 1 },
    grades: { OrgUnitId: '1', GradeObjectId: '1', User: { Identifier: '1' }, GradeValue: { GradeObjectType: 1 } },
    final_grades: { OrgUnitId: '1', User: { Identifier: '1' }, GradeValue: { DisplayedGrade: '1 %' } },
  };
  const names = Object.keys(streams).filter((name): name is Name => name in streams);

  test.each(names)('%s: nothing throws, and what is mapped satisfies its model', (name) => {
    const { raw, key, map, model } = streamOf(name);
    const nonsense = fc.oneof(
      fc.jsonValue(),
      fc
        .date({ noInvalidDate: true, min: new Date('0000-01-01'), max: new Date('9999-12-31') })
        .map((day) => day.toISOString()),
      fc.constantFrom(
        '',
        ' ',
        '9999-12-31T23:59:59-10:00',
        '2026-02-31',
        '99999999999',
        'javascript:x',
        'constructor',
        -1,
        1e300,
      ),
    );
    const changes = fc.dictionary(fc.constantFrom(...Object.keys(samples[name])), nonsense, { maxKeys: 3 });
    fc.assert(
      fc.property(changes, (change) => {
        const item: JsonObject = JSON.parse(JSON.stringify({ ...samples[name], ...change }));
        const id = key(item);
        expect(id === undefined || id.length > 0).toBe(true);
        const parsed = raw.safeParse(item);
        if (!parsed.success) return;
        const data = map(parsed.data, context);
        const held = models[model].safeParse(data);
        expect(held.error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('moments are moments or nothing', () => {
    expect(momentOf('2026-03-01T02:00:00.000Z')).toBe('2026-03-01T02:00:00.000Z');
    for (const bad of [null, undefined, '', 'yesterday', '2026-02-31T00:00:00Z', '9999-12-31T23:59:59-10:00'])
      expect(momentOf(bad)).toBeNull();
  });
});
