/**
 * The service as its WSDL describes it: types with their members in order, operations with their parameters and what they answer. One
 * table, from which the WSDL is written (wsdl.ts), calls are read and answers are rendered (asmx.ts), so that the three cannot differ.
 */

/** Types of XML Schema that the service uses; anything else is a type of its own. */
export const simpleTypes = ['string', 'int', 'dateTime', 'decimal', 'boolean'] as const;
export type SimpleType = (typeof simpleTypes)[number];

export interface Member {
  readonly name: string;
  /** A simple type, a type of the table, or `Type[]`: a wrapper element with one element per item. */
  readonly type: string;
  /** .NET's `int?` and `DateTime?`: written as xsi:nil when unknown. */
  readonly nullable?: boolean;
}

export interface ComplexType {
  readonly extends?: string;
  readonly members: readonly Member[];
}

export interface Operation {
  readonly does: string;
  readonly parameters: readonly Member[];
  /** Type of `{Operation}Result`. */
  readonly result: string;
}

/** `'Name: type'`, with `?` behind the type when it is nullable. */
function members(...lines: readonly string[]): readonly Member[] {
  return lines.map((line) => {
    const [name = '', type = ''] = line.split(': ');
    return type.endsWith('?') ? { name, type: type.slice(0, -1), nullable: true } : { name, type };
  });
}

/** An authenticated answer: how the call went, and what was asked for. */
function authenticated(...lines: readonly string[]): ComplexType {
  return { members: members('Auth: TAuthenticate', ...lines) };
}

const enrolment = members(
  'ID: int',
  'Code: string',
  'Description: string',
  'StartDate: dateTime?',
  'EndDate: dateTime?',
  'Status: string',
  'StatusType: int',
  'DateOfEffect: dateTime?',
  'Qual_Code: string',
  'Qual_Name: string',
  'OrganisationId: int',
  'Loca_Code: string',
  'DeliveryModes: string[]',
  'Amount: decimal',
  'GST: decimal',
  'AmountPaid: decimal',
  'AmountCredited: decimal',
  'DivisionId: int',
);

const address = members(
  'Building: string',
  'UnitDetails: string',
  'StreetNumber: string',
  'StreetName: string',
  'POBox: string',
  'City: string',
  'State: string',
  'Postcode: string',
);

const client = members(
  'Empl_Identifier: string',
  'Clie_Other: string',
  'Clie_Username: string',
  'Clie_DOB: dateTime?',
  'Clie_RAddr: string',
  'Clie_RCity: string',
  'Clie_RPCode: string',
  'Stat_RShortName: string',
  'Clie_PAddr: string',
  'Clie_PCity: string',
  'Clie_PPCode: string',
  'Stat_PShortName: string',
  'Clie_Email: string',
  'Clie_HomePhone: string',
  'Clie_WorkPhone: string',
  'Clie_MobilePhone: string',
  'Clie_Title: string',
  'Gender: string',
  'USI: string',
  'USIExempt: boolean',
  'DivisionId: int',
  'UsualAddress: TAddress',
  'PostalAddress: TAddress',
  'Clie_Surname: string',
  'Clie_Given: string',
  'Clie_Code: string',
);

/** What the vendor calls the members of a unit's result differs or is not known: one of these, chosen by a switch. */
export const unitTags = {
  usual: ['Unit_Code', 'Unit_Name', 'Resu_Name', 'Enun_StartDate', 'Enun_FinishDate', 'Enun_Percentage'],
  other: ['EnrolledUnitCode', 'EnrolledUnitName', 'CurrentResult', 'Start', 'Finish', 'Score'],
  none: ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'],
} as const;
export type UnitTags = keyof typeof unitTags;

const unitTypes = ['string', 'string', 'string', 'dateTime?', 'dateTime?', 'int'] as const;

function unitResult(tags: UnitTags): ComplexType {
  return { members: members('ID: int', ...unitTags[tags].map((tag, index) => `${tag}: ${unitTypes[index]}`)) };
}

export function typesOf(tags: UnitTags): Readonly<Record<string, ComplexType>> {
  return {
    TAuthenticate: {
      members: members(
        'ID: int',
        'Token: string',
        'Status: int',
        'StatusMessage: string',
        'Identifier: string',
        'TokenType: string',
      ),
    },
    TAuthClieList: authenticated('ClieList: TClie[]'),
    TAuthClie: authenticated('Clie: TClie'),
    TClie: { members: members('Clie_Surname: string', 'Clie_Given: string', 'Clie_Code: string') },
    TAuthClieDetail: authenticated('ClieDetail: TClieDetail'),
    TClieDetail: { members: client },
    TAddress: { members: address },
    TAuthClieEnroList: authenticated('ClieEnroList: TClieEnro[]'),
    TAuthClieEnro: authenticated('ClieEnro: TClieEnro'),
    TClieEnro: { extends: 'TEnro', members: members('Clie_Code: string', 'GivenName: string', 'Surname: string') },
    TEnro: { members: enrolment },
    TAuthEnunList: authenticated('EnunList: TEnun[]'),
    TEnun: unitResult(tags),
    TAuthProgList: authenticated('ProgList: TProg[]'),
    TProg: { members: members('Prog_ID: int', 'Prog_Code: string', 'Prog_Name: string', 'Prog_Desc: string') },
    TAuthOccuList: authenticated('OccuList: TOccu[]'),
    TOccu: {
      extends: 'TEnro',
      members: members(
        'Prog_Code: string',
        'Prog_Name: string',
        'Vacancies: int',
        'Colour: string',
        'Reportable: int',
        'WebPublished: int',
        'Uploaded: int',
      ),
    },
    TAuthOccuExtended: authenticated('OccuExtended: TOccuExtended'),
    TOccuExtended: { members: members('OccurrenceDetail: TOccu', 'Classes: TInst[]') },
    TInst: {
      members: members(
        'Inst_ID: int',
        'Inst_Start: dateTime',
        'Inst_Finish: dateTime',
        'Room_Code: string',
        'Inst_Code: string',
      ),
    },
    TAuthQualStateList: authenticated('QualStateList: TQualState[]'),
    TQualState: {
      members: members(
        'QualCode: string',
        'StateShortName: string',
        'Hours: int',
        'Units: int',
        'PointScore: int',
        'Amount: decimal',
        'PerUnitAmount: decimal',
        'ExpiryMonths: int',
      ),
    },
    TAuthQuclList: authenticated('QuclList: TQucl[]'),
    TQucl: {
      members: members(
        'Qucl_ID: int',
        'Qual_Code: string',
        'Qual_Name: string',
        'Clie_Code: string',
        'Loca_Code: string',
        'Qucl_Cert: string',
        'Qucl_Recorded: dateTime?',
        'Staf_Code: string',
        'Awty_Type: string',
        'AwardTypeName: string',
        'AwardTypeCode: string',
        'Expiry: dateTime?',
        'OrganisationId: int',
        'DocumentReference: string',
        'EnrolmentId: int',
      ),
    },
    TAuthAward: authenticated('ParchmentNumber: string', 'ExpiryDate: dateTime?'),
    TAuthResuList: authenticated('ResuList: TResu[]'),
    TResu: { members: members('Resu_Name: string', 'Resu_Code: string') },
    TAuthStringList: authenticated('TextList: string[]'),
  };
}

function operation(does: string, result: string, ...lines: readonly string[]): Operation {
  return { does, result, parameters: members(...lines) };
}

export const operations = {
  API_Handshake: operation('Checks the connection to the API', 'string'),
  DB_Handshake: operation('Checks the connection to the database', 'string'),
  ValidateClient: operation(
    'Validates a login and answers a token',
    'TAuthenticate',
    'sUsername: string',
    'sPassword: string',
  ),
  ValidateUser: operation(
    'Validates a login and answers a token',
    'TAuthenticate',
    'sUsername: string',
    'sPassword: string',
  ),
  GetAccessibleClients: operation(
    'Clients that a user can access',
    'TAuthClieList',
    'token: string',
    'clientCode: string',
    'sinceDate: dateTime?',
  ),
  GetClientDetails: operation('A client', 'TAuthClieDetail', 'sToken: string', 'sClie_Code: string'),
  UpdateClientDetails: operation('Updates a client', 'TAuthenticate', 'sToken: string', 'cClient: TClieDetail'),
  AddClientAfterCheck: operation(
    'Adds a client unless one of that name and date of birth exists',
    'TAuthClie',
    'sToken: string',
    'sClie_Surname: string',
    'sClie_Given: string',
    'xsdClie_DOB: dateTime',
    'divisionId: int?',
    'email: string',
  ),
  GetEnrolmentsForClient: operation(
    'Enrolments of a client',
    'TAuthClieEnroList',
    'sToken: string',
    'sClie_Code: string',
  ),
  AddLMSClientEnrolmentToOccurrence: operation(
    'Enrols a client in an occurrence that is enabled for learning management',
    'TAuthClieEnro',
    'sToken: string',
    'sClie_Code: string',
    'iOccurrenceId: int',
    'studyReasonId: int?',
    'purchaseOrder: string',
    'referralId: int?',
  ),
  GetUnitsForEnrolmentIncludingLinked: operation(
    'Units of an enrolment and of those linked to it',
    'TAuthEnunList',
    'token: string',
    'enrolmentId: int',
  ),
  GetResultTypes: operation('Result types', 'TAuthResuList', 'sToken: string'),
  UpdateResult: operation(
    'Updates the result of a unit',
    'TAuthenticate',
    'sToken: string',
    'iEnro_ID: int',
    'sUnit_Code: string',
    'sResult_Name: string',
    'xsdStart: dateTime',
    'xsdFinish: dateTime',
    'iPercentage: int',
  ),
  ResetUnitResult: operation(
    'Resets the result of a unit',
    'TAuthenticate',
    'sToken: string',
    'enrolmentId: int',
    'unitCode: string',
  ),
  GetWebProgrammesForDates: operation(
    'Programmes with a published occurrence in a range of dates',
    'TAuthProgList',
    'sToken: string',
    'xsdStart: dateTime',
    'xsdEnd: dateTime',
  ),
  GetWebProgrammesForProgTypeAndDates: operation(
    'Programmes of a type with a published occurrence in a range of dates',
    'TAuthProgList',
    'sToken: string',
    'sPrgt_Name: string',
    'xsdStart: dateTime',
    'xsdEnd: dateTime',
  ),
  GetWebOccurrencesForProgrammeAndDates: operation(
    'Published occurrences of a programme that start in a range of dates and have places',
    'TAuthOccuList',
    'sToken: string',
    'iProg_ID: int',
    'xsdStart: dateTime',
    'xsdEnd: dateTime',
  ),
  GetWebOccurrencesOverlappingDateRangeForProgramme: operation(
    'Published occurrences of a programme that overlap a range of dates',
    'TAuthOccuList',
    'token: string',
    'rangeStart: dateTime',
    'rangeEnd: dateTime',
    'programmeId: int',
  ),
  GetOccurrenceExtendedDetails: operation(
    'An occurrence with its classes',
    'TAuthOccuExtended',
    'token: string',
    'occurrenceId: int',
  ),
  GetQualificationStateDetails: operation(
    'What differs between states for a qualification',
    'TAuthQualStateList',
    'token: string',
    'qualificationCode: string',
  ),
  GetAwardsModifiedSince: operation(
    'Awards created or modified since a moment',
    'TAuthQuclList',
    'token: string',
    'sinceDate: dateTime',
  ),
  AddAward: operation(
    'Creates an award for an enrolment',
    'TAuthAward',
    'token: string',
    'enrolmentId: int',
    'awardTypeName: string',
    'parchmentNumber: string',
    'recordedDate: dateTime?',
    'dateCompleted: dateTime?',
    'expiryDate: dateTime?',
    'issued: boolean?',
    'licenceNumber: string',
    'description: string',
    'referenceLink: string',
    'issuedDate: dateTime?',
    'completionStatement: boolean?',
  ),
  GetDeletedRecordsSince: operation(
    'Identifiers of what was deleted from a table since a moment',
    'TAuthStringList',
    'token: string',
    'tableName: string',
    'sinceDate: dateTime',
  ),
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** All members of a type, those of the types it extends first. */
export function membersOf(type: string, types: Readonly<Record<string, ComplexType>>): readonly Member[] {
  const own = types[type];
  if (own === undefined) return [];
  return own.extends === undefined ? own.members : [...membersOf(own.extends, types), ...own.members];
}
