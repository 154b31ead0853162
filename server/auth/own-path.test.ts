import { expect, test } from "vitest";
import { entryPath, ownPath } from "./own-path";

test.each([
  ["/admin", "/admin"],
  ["/admin/days/20779?page=2&x=%2F%2Fevil.example", "/admin/days/20779?page=2&x=%2F%2Fevil.example"],
  ["/admin?tab=1", "/admin?tab=1"],
  ["/admin/audit/../rules", "/admin/rules"],
])("%s is a page of the console", (given, path) => {
  expect(ownPath(given)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https://evil.example/admin",
  "javascript:alert(1)",
  "/%2f/evil.example",
  "/%5cevil.example",
  "%2f%2fevil.example",
  "/admin/..//evil.example",
  "/admin/%2e%2e//evil.example",
  "/admin/..\\\\evil.example",
  "/admin//evil.example",
  "/admin@evil.example",
  "/administrator",
  "/admin.evil.example",
  " /admin",
  "/\t/evil.example",
  "/days/1",
  "/admin/sign-in?next=/admin",
  "/admin/second-factor",
  "",
  undefined,
  null,
  ["/admin/rules", "//evil.example"],
])("%j leads nowhere", (given) => {
  expect(ownPath(given)).toBeNull();
});

test("the way on is in the address of the sign-in", () => {
  expect(entryPath("sign-in", null)).toBe("/admin/sign-in");
  expect(entryPath("second-factor", "/admin/rules?a=b&c")).toBe(
    "/admin/second-factor?next=%2Fadmin%2Frules%3Fa%3Db%26c",
  );
});
