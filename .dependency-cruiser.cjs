// The rules of the house (ARCHITECTURE.md). `npm run check:architecture` also fails if it saw no modules.
const pureLibraries = "node_modules/(@noble/(hashes|curves)|@scure/base|cborg|canonicalize|zod)/";

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
      name: "services-know-no-transport",
      severity: "error",
      from: { path: "^server/services/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "^(app|components|server/(trpc|jobs|auth|cli|devnet))/" },
    },
    {
      name: "adapters-implement-ports-only",
      severity: "error",
      from: { path: "^server/(chain|signing)/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "^(db|server/services|app|components)/" },
    },
    {
      name: "database-through-services",
      severity: "error",
      from: { path: "^(app|server/(trpc|jobs))/", pathNot: "\\.test\\.ts$" },
      to: { path: "^db/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "components-import-types-and-domain",
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
      severity: "error",
      from: { path: "^server/words/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|components|db|server)/", pathNot: "^server/(domain|words)/" },
    },
    {
      name: "db-is-a-leaf",
      comment: "Except for the types of its columns, which come from the domain.",
      severity: "error",
      from: { path: "^db/" },
      to: { path: "^(app|components|server/(?!domain)|e2e)/" },
    },
    {
      name: "db-takes-types-only-of-the-domain",
      severity: "error",
      from: { path: "^db/" },
      to: { path: "^server/domain/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "chain-libraries-in-chain",
      severity: "error",
      from: { pathNot: "^server/(chain|devnet|demo|testing)/|^e2e/|\\.test\\.ts$" },
      to: { path: "node_modules/(@lucid-evolution|@blockfrost|@cardananium|scalus)/" },
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
