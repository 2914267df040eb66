// Who may import whom (docs/architecture.md). Run by tools/check-boundaries.ts, which also makes sure that every file was
// looked at; tools/check-boundaries.test.ts plants a violation of each rule and sees it caught.
// A room of src/ names what it may import; everything else of ours is forbidden.
const test = '\\.test\\.ts$';

/** room -> the rooms it may import besides itself. src/testing is for tests only, main.ts and src/wiring for nobody. */
const rooms = {
  contract: [],
  engine: ['contract'],
  store: ['contract'],
  hub: ['contract', 'engine', 'store'],
  server: ['contract', 'hub'],
  worker: ['contract', 'hub'],
  cli: ['contract', 'hub'],
  sandbox: ['contract'],
};

const roomRules = Object.entries(rooms).map(([room, friends]) => {
  const allowed = [room, ...friends].map((name) => `src/${name}/`);
  if (room === 'sandbox') allowed.push('providers/_kit/');
  // The store implements the ports the engine declares (docs/adr/0002); it knows nothing else of the engine.
  if (room === 'store') allowed.push('src/engine/ports\\.ts$');
  return {
    name: `${room}-imports`,
    comment: `src/${room} imports ${['itself', ...friends].join(', ')} and nothing else of ours.`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    // A test may use the shared test helpers, which the next rule keeps out of the product.
    to: {
      path: '^(src|providers|bin|web|client|bench|test|tools)/',
      pathNot: [`^(${allowed.join('|')})`, '^src/testing/'],
    },
  };
});

/** Pure helpers of Node: anything else could do I/O. */
const pureNode = '^(node:)?(crypto|buffer|util|zlib|string_decoder)$';

export default {
  forbidden: [
    ...roomRules,
    {
      name: 'testing-is-for-tests',
      comment: 'The product never imports test helpers.',
      severity: 'error',
      from: { path: '^(src|providers)/', pathNot: [test, '^src/testing/'] },
      to: { path: '^src/testing/' },
    },
    {
      name: 'contract-needs-zod-only',
      comment:
        'The contract is what providers are written against: no package but zod (and the XML parser), and nothing of Node.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: test },
      to: { pathNot: ['^(src|providers)/', '(^|/)node_modules/(zod|saxes)/'] },
    },
    {
      name: 'main-is-the-root',
      comment: 'src/main.ts wires everything; nothing is wired by importing it.',
      severity: 'error',
      from: { path: '^(src|providers)/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'wiring-is-for-main',
      comment: 'What is wired does not know the wiring.',
      severity: 'error',
      from: { path: '^(src|providers)/', pathNot: '^src/(main\\.ts$|wiring/|testing/)' },
      to: { path: '^src/wiring/' },
    },
    {
      name: 'provider-imports',
      comment:
        'A provider imports plugboard/contract, plugboard/kit and its own folder; its test also plugboard/testing.',
      severity: 'error',
      from: { path: '^providers/(?!_kit/)([^/]+)/' },
      to: {
        path: '^(src|providers|bin|web|client|bench|test|tools)/',
        pathNot: [
          '^providers/$1/',
          '^src/contract/index\\.ts$',
          '^providers/_kit/index\\.ts$',
          '^src/testing/index\\.ts$',
        ],
      },
    },
    {
      name: 'provider-by-name',
      comment:
        'A provider says plugboard/contract, never ../../src: it must also run from a folder outside the repository.',
      severity: 'error',
      from: { path: '^providers/' },
      to: { path: '^src/', dependencyTypes: ['local'] },
    },
    {
      name: 'kit-imports',
      comment: 'The kit serves every provider, so it knows none: the contract and itself.',
      severity: 'error',
      from: { path: '^providers/_kit/' },
      to: {
        path: '^(src|providers|bin|web|client|bench|test|tools)/',
        pathNot: ['^providers/_kit/', '^src/contract/', '^src/testing/'],
      },
    },
    {
      name: 'provider-without-io',
      comment: 'Providers are facts and pure functions; the engine does the I/O.',
      severity: 'error',
      from: { path: '^providers/', pathNot: [test] },
      to: { dependencyTypes: ['core'], pathNot: pureNode },
    },
    {
      name: 'provider-without-packages',
      comment: 'What providers need from npm comes through the kit or the contract.',
      severity: 'error',
      from: { path: '^providers/(?!_kit/)[^/]+/', pathNot: [test] },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'providers-by-registry',
      comment: 'Providers are reached through the registry, so that adding one touches no other file.',
      severity: 'error',
      from: { pathNot: '^providers/' },
      to: { path: '^providers/(?!_kit/)[^/]+/' },
    },
    {
      name: 'registry-is-lazy',
      comment: 'A provider is loaded when it is used: 42 of them at start would cost seconds.',
      severity: 'error',
      from: { path: '^providers/registry\\.gen\\.ts$' },
      to: { path: '^providers/[^/]+/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'web-imports',
      comment: 'The dashboard knows the product through the generated client alone.',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: { path: '^(src|providers|bin|bench|test|tools)/' },
    },
    {
      name: 'client-imports',
      comment: 'The client is used by programs and pages that have nothing else of ours.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(src|providers|bin|bench|test|tools|web)/' },
    },
    {
      name: 'product-without-web',
      comment: 'The server serves what was built; it knows nothing of what it was built from.',
      severity: 'error',
      from: { path: '^(src|providers)/' },
      to: { path: '^(web|client)/' },
    },
    {
      name: 'ui-knows-no-screen',
      comment: 'What everything is made of knows neither the server nor where it is used.',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: '^web/(app|screens|connect)/' },
    },
    {
      name: 'screens-by-router',
      comment: "Screens are reached through the router, which knows each folder's places and nothing else of it.",
      severity: 'error',
      from: { path: '^web/(app|connect)/' },
      to: { path: '^web/screens/', pathNot: '^web/screens/[^/]+/(places|layout)\\.ts$' },
    },
    {
      name: 'places-are-for-the-router',
      comment: "A screen that imported another's places would be tied to its screens; a link needs the address only.",
      severity: 'error',
      from: { path: '^web/screens/([^/]+)/' },
      to: { path: '^web/screens/[^/]+/places\\.ts$', pathNot: '^web/screens/$1/' },
    },
    {
      name: 'connect-page-stays-small',
      comment: 'The page behind a connect link is fetched by strangers on telephones: no router, no shell.',
      severity: 'error',
      from: { path: '^web/(connect/|connect-main\\.tsx$)' },
      to: { path: '^web/(screens/|app/(router|shell|places|navigation|command-palette|text)\\.tsx$)' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: { pathNot: '^web/' },
      to: { circular: true },
    },
    {
      name: 'no-cycles-of-values',
      comment:
        'The same in the dashboard, where a place fetches its screen later and a screen knows the types of its place.',
      severity: 'error',
      from: { path: '^web/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be resolved would slip through every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-packages-in-the-product',
      comment: 'An installation without development packages must run.',
      severity: 'error',
      from: { path: '^(src|providers)/', pathNot: [test, '^src/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist' },
    // Type-only imports count as well: they tie rooms together just as much.
    tsPreCompilationDeps: true,
    // `plugboard/contract` is resolved through our own package.json, as Node does.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
