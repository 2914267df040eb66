/**
 * The people and companies of Harbour Training. All invented: addresses are made up, e-mail is under .example, telephone numbers
 * are from ranges Australia keeps for fiction. Among the names are accents, apostrophes, other scripts and a very long one, because
 * those are what breaks connectors. Called by business.ts.
 */
import type { Address, Company, Person } from '../../contract/index.ts';
import { abn, usi } from './identifiers.ts';

interface Town {
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  /** The town's range of numbers that are never given to anybody. */
  readonly phone: string;
}

const towns = {
  sydney: { city: 'Sydney', state: 'NSW', postcode: '2000', phone: '+6125550' },
  newcastle: { city: 'Newcastle', state: 'NSW', postcode: '2300', phone: '+6125550' },
  melbourne: { city: 'Melbourne', state: 'VIC', postcode: '3000', phone: '+6135550' },
  geelong: { city: 'Geelong', state: 'VIC', postcode: '3220', phone: '+6135550' },
  hobart: { city: 'Hobart', state: 'TAS', postcode: '7000', phone: '+6135550' },
  brisbane: { city: 'Brisbane', state: 'QLD', postcode: '4000', phone: '+6175550' },
  cairns: { city: 'Cairns', state: 'QLD', postcode: '4870', phone: '+6175550' },
  perth: { city: 'Perth', state: 'WA', postcode: '6000', phone: '+6185550' },
  fremantle: { city: 'Fremantle', state: 'WA', postcode: '6160', phone: '+6185550' },
  adelaide: { city: 'Adelaide', state: 'SA', postcode: '5000', phone: '+6185550' },
  darwin: { city: 'Darwin', state: 'NT', postcode: '0800', phone: '+6185550' },
} as const satisfies Record<string, Town>;

type TownName = keyof typeof towns;

function address(line1: string, town: TownName): Address {
  const { city, state, postcode } = towns[town];
  return { line1, city, state, postcode, country: 'AU' };
}

function phone(town: TownName, number: number): string {
  return towns[town].phone + String(number).padStart(4, '0');
}

// name, e-mail domain, street, town
const companyRows: readonly (readonly [string, string, string, TownName])[] = [
  ['Wattle & Daub Builders Pty Ltd', 'wattledaub.example', '14 Foundry Lane', 'newcastle'],
  ['Bluegum Aged Care', 'bluegumcare.example', '220 Ridge Road', 'geelong'],
  ["O'Hara Mining Services", 'oharamining.example', 'Level 9, 5 Quarry Street', 'perth'],
  ['Café Größenwahn', 'groessenwahn.example', '3 Spice Arcade', 'melbourne'],
  ['Little Possums Early Learning', 'littlepossums.example', '71 Banksia Avenue', 'brisbane'],
  ['Northern Reef Charters', 'northernreef.example', 'Berth 12, Marlin Wharf', 'cairns'],
  ['Southern Cross Logistics', 'southerncrosslogistics.example', '400 Freight Drive', 'adelaide'],
  ['Kaurna Park Community Health', 'kaurnaparkhealth.example', '18 Riverbank Crescent', 'adelaide'],
];

const supplierRows: typeof companyRows = [
  ['Harbourside Property Trust', 'harboursideproperty.example', '1 Anchor Street', 'fremantle'],
  ['Pulse First Aid Supplies', 'pulsesupplies.example', '88 Bandage Road', 'perth'],
  ['Inkwell Print & Sign', 'inkwellprint.example', '9 Gutenberg Close', 'sydney'],
  ['Brightwire Internet', 'brightwire.example', '300 Exchange Street', 'melbourne'],
  ['Jarrah Coffee Roasters', 'jarrahroasters.example', '27 Bean Alley', 'fremantle'],
];

function company(prefix: string, firstPhone: number, firstAbn: number) {
  return ([name, domain, street, town]: (typeof companyRows)[number], index: number): Company => ({
    id: `${prefix}_${String(index + 1).padStart(2, '0')}`,
    name,
    abn: abn(firstAbn + index * 1_013),
    email: `accounts@${domain}`,
    phone: phone(town, firstPhone + index),
    address: address(street, town),
  });
}

export const companies: readonly Company[] = companyRows.map(company('company', 200, 991_200_310));
export const suppliers: readonly Company[] = supplierRows.map(company('supplier', 300, 992_700_450));

// first name, last name, mailbox, gender, date of birth, street, town, employer (number in companyRows), role
type PersonRow = readonly [
  string,
  string,
  string,
  Person['gender'],
  string,
  string,
  TownName,
  number | undefined,
  Person['role'],
];
const personRows: readonly PersonRow[] = [
  [
    'Marion',
    'Castellane',
    'marion.castellane',
    'female',
    '1971-03-14',
    '6 Lighthouse Road',
    'fremantle',
    undefined,
    'administrator',
  ],
  ['Desmond', 'Achebe', 'desmond.achebe', 'male', '1984-11-02', '41 Swan Street', 'perth', undefined, 'administrator'],
  [
    'Ngaire',
    'Te Whata',
    'ngaire.tewhata',
    'female',
    '1979-07-22',
    '12 Marine Terrace',
    'fremantle',
    undefined,
    'trainer',
  ],
  ['Tomasz', 'Wójcik', 'tomasz.wojcik', 'male', '1968-01-30', '77 Beaufort Street', 'perth', undefined, 'trainer'],
  [
    'Priya',
    'Raghunathan',
    'priya.raghunathan',
    'female',
    '1988-09-09',
    '5 Jacaranda Court',
    'brisbane',
    undefined,
    'trainer',
  ],
  [
    'Siobhán',
    "O'Sullivan",
    'siobhan.osullivan',
    'female',
    '1990-12-17',
    '19 Canning Highway',
    'perth',
    undefined,
    'trainer',
  ],
  ['Kim', 'Ray', 'kim.ray', 'other', '1995-05-05', '1 High Street', 'fremantle', 3, 'student'],
  ['Liam', "D'Angelo", 'liam.dangelo', 'male', '1998-02-11', '8 Hunter Street', 'newcastle', 1, 'student'],
  ['Zoë', 'Fairweather', 'zoe.fairweather', 'female', '2001-08-27', '30 Darby Street', 'newcastle', 1, 'student'],
  [
    'Nguyễn Thị',
    'Minh Khai',
    'minhkhai.nguyen',
    'female',
    '1993-04-30',
    '55 Victoria Street',
    'melbourne',
    4,
    'student',
  ],
  ['李', '小龍', 'xiaolong.li', 'male', '1987-11-27', '16 Little Bourke Street', 'melbourne', 4, 'student'],
  ['Jürgen', 'Großmann', 'juergen.grossmann', 'male', '1976-06-13', '2 Spice Arcade', 'melbourne', 4, 'student'],
  ['Aoife', 'Ní Bhriain', 'aoife.nibhriain', 'female', '1999-10-01', '23 Malop Street', 'geelong', 2, 'student'],
  [
    'Bartholomew Maximilian',
    'Featherstonehaugh-Cholmondeley-Wolstenholme',
    'bart.fcw',
    'male',
    '1982-02-28',
    'Unit 1204, 1900 Princes Highway',
    'geelong',
    2,
    'student',
  ],
  ['Fatima', 'Al-Zahrani', 'fatima.alzahrani', 'female', '1992-07-19', '9 Ryrie Street', 'geelong', 2, 'student'],
  ['Mateo', 'Núñez', 'mateo.nunez', 'male', '1996-03-03', '64 Moorabool Street', 'geelong', 2, 'student'],
  ['Charlotte', 'Wainwright', 'charlotte.wainwright', 'female', '2003-01-15', '140 Hay Street', 'perth', 3, 'student'],
  ['Jack', 'Papadopoulos', 'jack.papadopoulos', 'male', '1989-08-08', '33 Wellington Street', 'perth', 3, 'student'],
  ['Ásgeir', 'Þórsson', 'asgeir.thorsson', 'male', '1991-05-23', '7 Market Street', 'fremantle', 3, 'student'],
  ['Mei', 'Takahashi', 'mei.takahashi', 'female', '1997-09-29', '210 Adelaide Terrace', 'perth', 3, 'student'],
  ['Grace', 'Mokoena', 'grace.mokoena', 'female', '1985-12-06', '71 Banksia Avenue', 'brisbane', 5, 'student'],
  ['Hannah', 'Lindqvist', 'hannah.lindqvist', 'female', '2002-04-18', '18 Boundary Street', 'brisbane', 5, 'student'],
  ['Amelia', "M'Baye", 'amelia.mbaye', 'female', '1994-06-25', '44 Vulture Street', 'brisbane', 5, 'student'],
  ['Thi-Lan', 'Bui', 'thilan.bui', 'female', '2000-11-11', '6 Grey Street', 'brisbane', 5, 'student'],
  ['Samuel', 'Yunupingu', 'samuel.yunupingu', 'male', '1990-01-26', '12 Esplanade', 'cairns', 6, 'student'],
  ['Isla', 'McAllister', 'isla.mcallister', 'female', '1998-10-20', '80 Lake Street', 'cairns', 6, 'student'],
  [
    'Noah',
    'van der Westhuizen',
    'noah.vdwesthuizen',
    'male',
    '1986-03-31',
    '5 Sheridan Street',
    'cairns',
    6,
    'student',
  ],
  ['Oleksandra', 'Коваленко', 'oleksandra.kovalenko', 'female', '1993-08-24', '17 Port Road', 'adelaide', 7, 'student'],
  ['Ravi', 'Krishnamurthy', 'ravi.krishnamurthy', 'male', '1981-05-17', '400 Freight Drive', 'adelaide', 7, 'student'],
  ['Ben', 'Ashworth', 'ben.ashworth', 'male', '2004-02-29', '29 Grote Street', 'adelaide', 7, 'student'],
  ['Chloé', 'Beaumont', 'chloe.beaumont', 'female', '1996-12-12', '3 Rundle Street', 'adelaide', 8, 'student'],
  ['محمد', 'الهاشمي', 'mohammed.alhashimi', 'male', '1988-04-04', '18 Riverbank Crescent', 'adelaide', 8, 'student'],
  ['Eleni', 'Karagiannis', 'eleni.karagiannis', 'female', '1983-09-16', '61 Pulteney Street', 'adelaide', 8, 'student'],
  ['William', 'Hart', 'william.hart', 'male', '1975-07-07', '4 Salamanca Place', 'hobart', undefined, 'student'],
  ['Ruby', 'Nakamarra', 'ruby.nakamarra', 'female', '2001-03-08', '22 Mitchell Street', 'darwin', undefined, 'student'],
  [
    'Xavier',
    "Quinn-O'Dowd",
    'xavier.quinnodowd',
    'male',
    '1999-06-01',
    '15 George Street',
    'sydney',
    undefined,
    'student',
  ],
  [
    'Sofía',
    'Martínez de la Cruz',
    'sofia.martinez',
    'female',
    '1994-10-31',
    '101 Oxford Street',
    'sydney',
    undefined,
    'student',
  ],
  ['Patrick', 'St. John', 'patrick.stjohn', 'male', '1979-11-19', '50 Pitt Street', 'sydney', undefined, 'student'],
  ['Yuki', 'Abe', 'yuki.abe', 'other', '2002-07-30', '8 Murray Street', 'hobart', undefined, 'student'],
  ['Lucy', 'Hart', 'lucy.hart', 'female', '2005-05-21', '4 Salamanca Place', 'hobart', undefined, 'student'],
];

export const people: readonly Person[] = personRows.map(
  ([firstName, lastName, mailbox, gender, dateOfBirth, street, town, employer, role], index) => ({
    id: `person_${String(index + 1).padStart(2, '0')}`,
    firstName,
    lastName,
    email: `${mailbox}@${role === 'student' ? 'mail.example' : 'harbourtraining.example'}`,
    phone: phone(town, 100 + index),
    dateOfBirth,
    gender,
    usi: usi(index),
    address: address(street, town),
    employer: employer === undefined ? undefined : companies[employer - 1]?.id,
    role,
  }),
);
