import { type AnyInspection, inspectSources } from "@/server/chain/sources/inspect-sources";
import { findParameterDifferences } from "@/server/chain/sources/told-parameters";
import { SOURCE_NAMES, type SourceName } from "@/server/domain/source/names";
import { SOURCE_VARIABLES } from "@/server/env/sources";
import { readTextFile } from "@/server/files/read-text";
import { usageError } from "../command";
import { needEnv } from "../need-env";

type Values = {
  readonly kind?: string | undefined;
  readonly url?: string | undefined;
  readonly "project-id-file"?: string | undefined;
};

/** `source -- inspect`: what sources can do and lack. Ends with 1 where one lacks something, or two differ. */
export async function inspect(values: Values): Promise<void> {
  const { kind, url } = values;
  const only = kind === undefined ? null : nameOf(kind);
  if (only && url) throw usageError("--kind and --url exclude each other: leave one of them away.");
  const file = values["project-id-file"];
  if (file && !url) throw usageError("--project-id-file is the key of a server that --url names.");
  const key = file ? (await readTextFile(file)).trim() : process.env.BLOCKFROST_PROJECT_ID || undefined;
  const settings = url ? { BLOCKFROST_URL: url, BLOCKFROST_PROJECT_ID: key } : needEnv(...SOURCE_VARIABLES);
  const sources = await inspectSources(settings, {
    only,
    tell: (name, route, status) => console.error(`${name.padEnd(19)}${route.padEnd(36)}${status}`),
  });
  if (sources.length === 0) throw usageError(`${only} is not among the sources that are set.`);
  for (const source of sources) print(source);
  const differences = findParameterDifferences(sources);
  for (const each of differences) console.error(`Differs        ${each}`);
  const ok = sources.every((source) => source.ok) && differences.length === 0;
  console.log(JSON.stringify({ ok, differences, sources }));
  process.exitCode = ok ? 0 : 1;
}

function nameOf(text: string): SourceName {
  const name = SOURCE_NAMES.find((each) => each === text);
  if (!name) throw usageError(`--kind must be one of ${SOURCE_NAMES.join(", ")}.`);
  return name;
}

function print(inspection: AnyInspection): void {
  const { name, source, network, networkMagic, parameters, problems } = inspection;
  console.error(`\n${name}: ${source}, ${network ?? "unknown network"} (network magic ${networkMagic ?? "unknown"})`);
  if ("ranges" in inspection) {
    const { pageSize, ranges } = inspection;
    console.error(`Pages          ${pageSize === null ? "too few entries to tell" : `of ${pageSize} entries`}`);
    console.error(`Ranges         of addresses ${ranges.addresses}, of assets ${ranges.assets}`);
  } else {
    const use = inspection.bytes ? "yes: it can be read from" : "no: it is compared with, and never read from";
    console.error(`Bytes          ${use}`);
    console.error(`Submission     ${inspection.submission ? "yes" : "no"}`);
    console.error(`Holdings       ${inspection.holdings} only`);
  }
  if (parameters) {
    const { protocolMajorVersion, PlutusV1, PlutusV2, PlutusV3 } = parameters;
    const costs = `PlutusV1 ${PlutusV1}; PlutusV2 ${PlutusV2}; PlutusV3 ${PlutusV3}`;
    console.error(`Parameters     of protocol version ${protocolMajorVersion}: ${costs}`);
  }
  for (const problem of problems) console.error(`Missing        ${problem}`);
}
