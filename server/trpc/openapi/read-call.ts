import { mustBeWhole } from "../schemas/common";
import { apiError } from "./answer";
import { API_PATH, openApiDocument } from "./document";

/** What a request asks for: an operation of the document, with the parameters of its path and its query. */
export type Call = { readonly id: string; readonly input: Readonly<Record<string, string | number>> };

type QueryParameter = {
  readonly name: string;
  readonly whole: { readonly least: number; readonly most: number } | null;
};
type Operation = { readonly id: string; readonly address: RegExp; readonly query: readonly QueryParameter[] };

let known: readonly Operation[] | undefined;

/** The document's operations. They do not depend on where it is served. */
function operations(): readonly Operation[] {
  known ??= Object.entries(openApiDocument("").paths ?? {}).map(([path, { get }]) => ({
    id: get?.operationId ?? "",
    address: new RegExp(`^${API_PATH}${path.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    query: (get?.parameters ?? []).flatMap((parameter): QueryParameter[] => {
      if (!("in" in parameter) || parameter.in !== "query") return [];
      const { type, minimum = 0, maximum = 0 } = parameter.schema && "type" in parameter.schema ? parameter.schema : {};
      return [{ name: parameter.name, whole: type === "integer" ? { least: minimum, most: maximum } : null }];
    }),
  }));
  return known;
}

/** A request read by the document; or the answer to one that it does not have: 404 for the address, else 400. */
export function readCall({ url }: Request): Call | Response {
  const { pathname, searchParams } = new URL(url);
  for (const { id, address, query } of operations()) {
    const found = address.exec(pathname);
    if (!found) continue;
    const message = queryProblem(searchParams, query);
    if (message !== null) return apiError(400, { code: "BAD_REQUEST", message });
    const named = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
    const asked = query.flatMap(({ name, whole }) => {
      const value = searchParams.get(name);
      return value === null ? [] : [[name, whole ? Number(value) : value]];
    });
    return { id, input: Object.fromEntries([...named, ...asked]) };
  }
  return apiError(404, { code: "NOT_FOUND", message: `No endpoint at ${pathname}. See ${API_PATH}/openapi.json.` });
}

function queryProblem(given: URLSearchParams, query: readonly QueryParameter[]): string | null {
  for (const name of given.keys()) {
    const parameter = query.find((row) => row.name === name);
    if (!parameter) {
      const names = query.map((row) => row.name).join(" and ");
      return `There is no parameter ${JSON.stringify(name)} here. ${names === "" ? "None is taken." : `There is ${names}.`}`;
    }
    const [value = "", another] = given.getAll(name);
    if (another !== undefined) return `${name}: must be given once`;
    const { whole } = parameter;
    if (whole && !/^(0|[1-9][0-9]{0,9})$/.test(value)) return `${name}: ${mustBeWhole(whole.least, whole.most)}`;
  }
  return null;
}
