/**
 * Items grown for load: users of the organisation, enrolments in its first course, marks of that course's first grade item. Rendered
 * from their number alone, with ids of their own range. Called by ../sandbox.ts and, for the places they belong to, by the routes.
 */
import type { JsonObject } from 'plugboard/contract';
import { iso } from './render.ts';
import { grownId } from './state.ts';

/** Where grown enrolments and marks are. */
export const loadCourse = 7001;
export const loadGradeItem = 70_010;

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

function grownUser({ index, generation, at }: Item): JsonObject {
  const last = generation === 0 ? `Student ${index}` : `Student ${index} (${generation})`;
  return {
    OrgId: 6606,
    UserId: grownId(index),
    FirstName: 'Load',
    MiddleName: null,
    LastName: last,
    UserName: `load${index}`,
    ExternalEmail: `load${index}@mail.example`,
    OrgDefinedId: `LOAD-${index}`,
    UniqueIdentifier: `load${index}`,
    Activation: { IsActive: true },
    LastAccessedDate: iso(at),
    DisplayName: `Load ${last}`,
    Pronouns: null,
  };
}

function person(index: number): JsonObject {
  return {
    Identifier: String(grownId(index)),
    DisplayName: `Load Student ${index}`,
    EmailAddress: `load${index}@mail.example`,
    OrgDefinedId: `LOAD-${index}`,
    ProfileBadgeUrl: null,
    ProfileIdentifier: `prf${grownId(index)}`,
  };
}

function grownEnrolment({ index, generation }: Item): JsonObject {
  const role =
    generation % 2 === 0
      ? { Id: 110, Code: 'learner', Name: 'Learner' }
      : { Id: 109, Code: 'instructor', Name: 'Instructor' };
  return { User: { ...person(index), UserName: `load${index}` }, Role: role };
}

function grownGrade({ index, generation, at }: Item): JsonObject {
  const points = (index + generation) % 21;
  return {
    User: person(index),
    GradeValue: {
      UserId: String(grownId(index)),
      OrgUnitId: String(loadCourse),
      DisplayedGrade: `${points} / 20`,
      GradeObjectIdentifier: String(loadGradeItem),
      GradeObjectName: 'Knowledge questions',
      GradeObjectType: 1,
      GradeObjectTypeName: 'Numeric',
      PointsNumerator: points,
      PointsDenominator: 20,
      WeightedNumerator: points,
      WeightedDenominator: 20,
      Comments: { Text: '', Html: '' },
      PrivateComments: { Text: '', Html: '' },
      LastModified: iso(at),
      LastModifiedBy: null,
      ReleasedDate: null,
    },
  };
}

export const grow = { users: grownUser, enrolments: grownEnrolment, grades: grownGrade };
