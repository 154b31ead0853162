import { expect, test } from "vitest";
import { cookieNamed } from "./cookie";

test.each(["session", "device"])(
  "over https the %s cookie is this host's alone, and out of reach of scripts",
  (name) => {
    expect(cookieNamed(name, "https://prizes.example.org")).toEqual({
      name: `__Host-prize-oracle.${name}`,
      options: { httpOnly: true, sameSite: "lax", path: "/", secure: true },
    });
  },
);

test("over http, which is for this machine alone, browsers would not keep a cookie of that name", () => {
  expect(cookieNamed("session", "http://127.0.0.1:3000")).toMatchObject({
    name: "prize-oracle.session",
    options: { httpOnly: true, secure: false },
  });
});
