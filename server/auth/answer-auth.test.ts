import { expect, test } from "vitest";
import { answerAuth } from "./answer-auth";

/** None of these may get as far as to next-auth, which reads the environment and the database. */
async function ask(method: string, path: string, sent: { readonly body?: string; readonly type?: string } = {}) {
  const headers = { "content-type": sent.type ?? "application/x-www-form-urlencoded" };
  const request = new Request(`http://localhost/api/auth/${path}`, { method, headers, body: sent.body });
  const answer = await answerAuth(request, { params: Promise.resolve({ nextauth: path.split("/") }) });
  return { status: answer.status, allow: answer.headers.get("allow"), said: await answer.text() };
}

const NOT_FOUND = expect.stringMatching(/^\{"code":"NOT_FOUND","message":"There is nothing at this address\. /);

test.each([
  ["POST", "_log"],
  ["GET", "_log"],
  ["GET", "foo"],
  ["GET", "providers"],
  ["GET", "signin"],
  ["POST", "signin/credentials"],
  ["GET", "verify-request"],
  ["GET", "error"],
  ["POST", "callback/other"],
  ["POST", "callback/credentials/more"],
  ["GET", "constructor"],
  ["GET", "csrf/"],
])("%s %s is not answered by next-auth, nor in its words", async (method, path) => {
  const body = method === "POST" ? `{"level":"error","code":"${"A".repeat(8_000)}"}` : undefined;
  expect(await ask(method, path, { body })).toEqual({ status: 404, allow: null, said: NOT_FOUND });
});

test.each([
  ["GET", "callback/credentials", "POST"],
  ["GET", "signout", "POST"],
  ["POST", "session", "GET"],
  ["POST", "csrf", "GET"],
])("%s %s is told the method that is possible", async (method, path, allow) => {
  expect(await ask(method, path)).toMatchObject({ status: 405, allow, said: expect.stringContaining(allow) });
});

test.each(["application/json", "multipart/form-data; boundary=x", "text/plain", ""])(
  "a body of the type %j is not read, whatever it holds",
  async (type) => {
    for (const path of ["callback/credentials", "signout"]) {
      expect(await ask("POST", path, { body: "{", type })).toMatchObject({
        status: 415,
        said: expect.stringContaining("application/x-www-form-urlencoded"),
      });
    }
  },
);
