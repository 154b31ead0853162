import { describe, expect, test } from "vitest";
import { DatabaseError } from "./errors";
import { describeDatabaseUrl, explainConnectionError, parseDatabaseUrl, withDatabaseName } from "./url";

const URL_WITH_SECRET = "postgres://ada:s3cret%40@db.example:6543/oracle?sslmode=require";

describe("parseDatabaseUrl", () => {
  test.each([
    ["oracle", /not an address/],
    ["", /not an address/],
    ["mysql://u:p@h/d", /begins with "mysql:\/\/"/],
    ["postgres:///d", /names no server/],
    ["postgres://u:p@h", /names no database/],
    ["postgres://u:p@h/", /names no database/],
    ["postgres://u:p@h:port/d", /not an address/],
  ])("%s is refused with an example", (url, message) => {
    expect(() => parseDatabaseUrl(url)).toThrow(message);
    expect(() => parseDatabaseUrl(url)).toThrow(/postgres:\/\/user:password@host:5432\/database/);
  });

  test("both names of the protocol work", () => {
    expect(parseDatabaseUrl("postgresql://h/d").hostname).toBe("h");
    expect(parseDatabaseUrl(URL_WITH_SECRET).port).toBe("6543");
  });
});

test("an address is shown without user and password, with the default port", () => {
  expect(describeDatabaseUrl(URL_WITH_SECRET)).toBe("db.example:6543/oracle");
  expect(describeDatabaseUrl("postgres://u:p@h/d")).toBe("h:5432/d");
});

test("another database of the same server keeps everything else", () => {
  expect(withDatabaseName(URL_WITH_SECRET, "a b")).toBe(
    "postgres://ada:s3cret%40@db.example:6543/a%20b?sslmode=require",
  );
});

describe("explainConnectionError", () => {
  test.each([
    ["28P01", "login", /refuses user "ada"/],
    ["42501", "login", /no right to the database/],
    ["3D000", "no-database", /has no such database\. Create it/],
    ["ECONNREFUSED", "unreachable", /No database server answers at db\.example:6543\/oracle/],
    ["XX000", "unreachable", /cannot be used: boom/],
  ])("%s becomes %s", (code, problem, message) => {
    const cause = Object.assign(new Error("boom"), { code });
    // Wrapped as drizzle does.
    const explained = explainConnectionError(new Error("Failed query", { cause }), URL_WITH_SECRET);
    expect(explained.problem).toBe(problem);
    if (code !== "XX000") expect(explained.message).toMatch(message);
    expect(explained.message).not.toContain("s3cret");
  });

  test("an error that is already readable stays", () => {
    const error = new DatabaseError("version", "too old");
    expect(explainConnectionError(error, URL_WITH_SECRET)).toBe(error);
  });
});
