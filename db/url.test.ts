import { describe, expect, test } from "vitest";
import { DatabaseError } from "./errors";
import { explainConnectionError } from "./explain";
import { describeDatabaseUrl, parseDatabaseUrl, withDatabaseName } from "./url";
import { readUrlParameters } from "./url-parameters";

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

  test.each([
    ["postgres://u:100%@h/d", /has a "%" that is no escape\. In user and password, "%".* are written as %25/],
    ["postgres://u:p%C3@h/d", /has escapes with % that are no UTF-8/],
    ["postgres://u:s3cret%00@h/d", /has escapes with % that are no UTF-8/],
    ["postgres://u:s3cr#t@h/d", /In user and password, .*"#".* are written as .*%23/],
    ["postgres://u:s3cr/t@h/d", /In user and password, .*"\/".* are written as .*%2F/],
    ["postgres://u:12/s3cret@h/d", /has a "\/" in the database's name/],
    ["postgres://u:12/d?s3cret@h/d", /a parameter is not known\. Remove it/],
    ["postgres://u:p@%2Fvar%2Frun/d", /names a folder, as of a socket, instead of a server/],
    ["postgres://u:p@h1,h2/d", /names several servers\. Name the one that takes writes/],
    ["postgres://u:p@h/d?schema=public", /the parameter "schema" is Prisma's\. Remove it/],
    ["postgres://u:p@h/d?pgbouncer=true", /the parameter "pgbouncer" is Prisma's\. Write pooler=true/],
    ["postgres://u:p@h/d?sslmode=require&channel_binding=require", /the parameter "channel_binding" is psql's/],
    ["postgres://u:p@h/d?statement_timeout=1", /the parameter "statement_timeout" is not known.* known are sslmode/],
    ["postgres://u:p@h/d?sslmode=verify-ca", /sslmode must be disable, prefer, require or verify-full/],
    ["postgres://u:p@h/d?sslmode=require&sslmode=disable", /one of its parameters is there twice/],
    ["postgres://u:p@h/d?sslrootcert=ca.pem", /sslrootcert is read only with sslmode=verify-full/],
    ["postgres://u:p@h/d?pooler=yes", /pooler must be true or false/],
    ["postgres://u:p@h/d?connect_timeout=0x9", /connect_timeout must be a number of seconds from 1 to 99/],
  ])("%s is refused, and told how to correct it", (url, words) => {
    expect(() => parseDatabaseUrl(url)).toThrow(words);
    expect(() => parseDatabaseUrl(url)).toThrow(/^DATABASE_URL /);
    expect(() => parseDatabaseUrl(url)).not.toThrow(/s3cr/);
  });

  test("each known parameter is read", () => {
    const parameters = "sslmode=verify-full&sslrootcert=%2Fca.pem&pooler=true&connect_timeout=5&application_name=a%20b";
    expect(readUrlParameters(parseDatabaseUrl(`postgres://h/d?${parameters}`).searchParams)).toEqual({
      sslmode: "verify-full",
      sslrootcert: "/ca.pem",
      pooler: true,
      connectTimeoutS: 5,
      applicationName: "a b",
    });
    expect(readUrlParameters(parseDatabaseUrl("postgres://h/d").searchParams)).toMatchObject({
      sslmode: "disable",
      pooler: false,
      applicationName: null,
    });
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
    ["ENOTFOUND", "unreachable", /no host of this name/],
    ["CONNECT_TIMEOUT", "unreachable", /no answer came in time/],
    ["28000", "login", /does not let user "ada" log in from here/],
    ["53300", "unreachable", /takes no more connections/],
    ["XX000", "unreachable", /cannot be used, for the reason XX000/],
  ])("%s becomes %s", (code, problem, message) => {
    const cause = Object.assign(new Error("boom"), { code });
    // Wrapped as drizzle does.
    const explained = explainConnectionError(new Error("Failed query", { cause }), URL_WITH_SECRET);
    expect(explained.problem).toBe(problem);
    expect(explained.message).toMatch(message);
    expect(explained.message).not.toMatch(/s3cret|boom/);
  });

  test.each([
    ["08P01", "unsupported startup parameter: statement_timeout", "pooler", /Add \?pooler=true to DATABASE_URL/],
    ["28000", 'no pg_hba.conf entry for host "::1", user "ada", no encryption', "encryption", /Add sslmode=require/],
    ["ECONNRESET", "disconnected before secure TLS connection was established", "encryption", /did not begin TLS/],
    ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate", "encryption", /sslmode=verify-full&sslrootcert=FILE/],
    ["53300", "sorry, too many clients already", "unreachable", /takes no more connections/],
  ])("%s with %s becomes %s", (code, reason, problem, message) => {
    const explained = explainConnectionError(Object.assign(new Error(reason), { code }), URL_WITH_SECRET);
    expect(explained.problem).toBe(problem);
    expect(explained.message).toMatch(message);
    expect(explained.message).not.toContain("s3cret");
    expect(explained.message).not.toContain(reason);
  });

  test("an error that is already readable stays", () => {
    const error = new DatabaseError("version", "too old");
    expect(explainConnectionError(error, URL_WITH_SECRET)).toBe(error);
  });
});
