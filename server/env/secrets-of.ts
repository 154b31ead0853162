/** Variables whose values are secrets, by their names: those of ours, and what else is in a process's environment. */
const SECRET_NAME = /(SECRET|KEY|TOKEN|PASSWORD|PASSPHRASE|PROJECT_ID|PIN)S?(_OLD)?$/i;
/** As OTEL_EXPORTER_OTLP_HEADERS: names and values, `authorization=Bearer abc,x-team=1`. */
const HEADERS_NAME = /HEADERS$/i;
/** Shorter values may be words that stand in any text. */
const SHORTEST = 16;

/** Every secret of an environment: values, each of a list, and passwords inside addresses. */
export function secretsOf(variables: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(variables).flatMap(([name, value = ""]) => [
    ...(SECRET_NAME.test(name) ? listed(value) : []),
    ...(HEADERS_NAME.test(name) ? listed(value).map(headerValue) : []).filter(isLong),
    ...passwordOf(value),
  ]);
}

const isLong = (text: string) => text.length >= SHORTEST;
const listed = (value: string) => [value, ...value.split(",").map((each) => each.trim())].filter(isLong);
const headerValue = (header: string) => header.slice(header.indexOf("=") + 1).replace(/^(Bearer|Basic)(%20| )/i, "");

/** As it stands in the address, and as it is. */
function passwordOf(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : "";
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
