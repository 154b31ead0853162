// The rules of the house (ARCHITECTURE.md). `npm run check:architecture` also fails when no module was seen.
/**
 * The folders of server/services in the order in which they may import: each knows those before it, none those after.
 * The files beside the folders (context, errors, chain-now ...) know no folder.
 */
const services = [
  "outbox",
  "sources",
  "audit",
  "reports",
  "people",
  "pool",
  "pool-commands",
  "followed",
  "day",
  "ledger",
  "resume",
  "proposals",
  "engine-pause",
  "chain-hold",
  "approval",
  "payout",
  "top-up",
  "acts",
  "scan",
  "second-opinion",
  "advance",
  "adopt",
  "published",
  "holders",
  "eligibility",
  "metrics",
  "health",
  "overview",
  "upkeep",
  "alerts",
  "incidents",
  "watch",
  "figures",
];
const serviceOrder = services.map((folder, index) => ({
  name: `services-in-order-${folder}`,
  severity: "error",
  from: { path: `^server/services/${folder}/`, pathNot: "\\.test\\.ts$" },
  to: {
    path: "^server/services/[^/]+/",
    pathNot: `^server/services/(${services.slice(0, index + 1).join("|")})/`,
  },
}));
/** What is in a folder's internal/ is for that folder alone: the listing beside it is what others may call. */
const serviceInternals = services.map((folder) => ({
  name: `services-internal-${folder}`,
  severity: "error",
  from: { pathNot: `^server/services/${folder}/|\\.test\\.ts$|^server/testing/` },
  to: { path: `^server/services/${folder}/internal/` },
}));

const pureLibraries = "node_modules/(@noble/(hashes|curves)|hash-wasm|@scure/base|cborg|canonicalize|zod)/";

/** What the verifier of final bytes may share with the builder beside types: facts of CBOR, hashes and signatures. */
const primitives =
  "^server/domain/(hash|problems)\\.ts$|^server/domain/cardano/(cbor-cursor|cbor-shape|read-cbor|hex-bytes|ed25519)\\.ts$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "domain-is-pure",
      comment: "The domain imports itself and pure libraries: no I/O, no framework, no Node.",
      severity: "error",
      from: { path: "^server/domain/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { pathNot: `^server/domain/|${pureLibraries}` },
    },
    {
      name: "verifier-shares-only-types",
      comment: "A fault of the builder's must not be the verifier's too: of what builds, it knows types alone.",
      severity: "error",
      from: { path: "^server/domain/verifier/", pathNot: "\\.test\\.ts$" },
      to: {
        pathNot: `^server/domain/verifier/|${primitives}|${pureLibraries}`,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "verifier-shares-only-types",
      comment: "What it shares leads to nothing else either.",
      severity: "error",
      from: { path: primitives },
      to: { pathNot: `${primitives}|${pureLibraries}`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "builder-knows-no-verifier",
      comment: "Services give bytes to the verifier; nothing that builds or encodes asks it.",
      severity: "error",
      from: { path: "^server/(chain|domain)/", pathNot: "^server/domain/verifier/|\\.test\\.ts$" },
      to: { path: "^server/domain/verifier/" },
    },
    {
      name: "services-know-no-transport",
      severity: "error",
      from: { path: "^server/services/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "^(app|components|server/(trpc|jobs|auth|cli|devnet))/" },
    },
    ...serviceOrder,
    ...serviceInternals,
    {
      name: "services-in-order-files",
      severity: "error",
      from: { path: "^server/services/[^/]+\\.ts$" },
      to: { path: "^server/services/[^/]+/" },
    },
    {
      name: "adapters-implement-ports-only",
      severity: "error",
      from: { path: "^server/(chain|signing|channels)/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "^(db|server/(services|words)|app|components)/" },
    },
    {
      name: "database-through-services",
      severity: "error",
      from: { path: "^(app|server/(trpc|jobs))/", pathNot: "\\.test\\.ts$" },
      to: { path: "^db/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pages-never-work",
      comment: "What reads, calculates, builds or pays is the engine's, so that no page waits for it.",
      severity: "error",
      from: { path: "^(app/|instrumentation|server/(trpc|auth)/)" },
      to: {
        path:
          "^server/(jobs/(jobs|run-job|scheduler)|services/health/(look-as-engine|recover-from-failure)" +
          "|services/audit/(check-further|verify-log))\\.ts",
        reachable: true,
      },
    },
    {
      name: "components-import-types-words-and-domain",
      severity: "error",
      from: { path: "^components/", pathNot: "\\.test\\.tsx?$" },
      to: {
        path: "^(server|db|app)/",
        pathNot: "^server/(domain|words)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "words-know-the-domain-only",
      comment: "Sentences for people are made from the domain's data, by whoever shows or logs them.",
      severity: "error",
      from: { path: "^server/words/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|components|db|server)/", pathNot: "^server/(domain|words)/" },
    },
    {
      name: "db-is-a-leaf",
      comment: "Except for types, which come from the domain; and for tests, whose databases have the tests' keys.",
      severity: "error",
      from: { path: "^db/", pathNot: "^db/testing/" },
      to: { path: "^(app|components|server/(?!domain)|e2e)/" },
    },
    {
      name: "db-takes-types-only-of-the-domain",
      severity: "error",
      from: { path: "^db/", pathNot: "^db/testing/" },
      to: { path: "^server/domain/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "chain-libraries-in-chain",
      severity: "error",
      from: { pathNot: "^server/(chain|devnet|demo|testing)/|^e2e/|\\.test\\.ts$" },
      to: { path: "node_modules/(@lucid-evolution|@blockfrost|@cardananium|scalus)/" },
    },
    {
      name: "chain-in-order",
      comment: "Building any transaction, judging it, the pool's own spends: each knows only those before it.",
      severity: "error",
      from: { path: "^server/chain/transaction/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/chain/(ledger-rules|pool|sources)/" },
    },
    {
      name: "chain-in-order",
      severity: "error",
      from: { path: "^server/chain/ledger-rules/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/chain/(pool|sources)/" },
    },
    {
      name: "chain-in-order",
      severity: "error",
      from: { path: "^server/chain/pool/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/chain/sources/" },
    },
    {
      name: "sources-are-opened-in-one-place",
      comment: "Whoever needs a chain source asks open-sources.ts, and knows none of its kinds.",
      severity: "error",
      from: { pathNot: "^server/(chain/sources|testing)/|^e2e/|\\.test\\.ts$" },
      to: { path: "^server/chain/sources/(blockfrost|graphql)/" },
    },
    {
      name: "production-stands-alone",
      comment: "Production code never loads the devnet, the demo or test helpers.",
      severity: "error",
      from: { pathNot: "^server/(devnet|demo|testing)/|^e2e/|\\.test\\.ts$|/testing/|^scripts/" },
      to: { path: "^server/(devnet|demo|testing)/|^db/testing/" },
    },
    {
      name: "devnet-knows-nobody",
      comment: "The demo uses the devnet; neither uses test helpers.",
      severity: "error",
      from: { path: "^server/(devnet|demo)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/testing/|^db/testing/" },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(next-env)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data|contracts/build)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
    },
  },
};
