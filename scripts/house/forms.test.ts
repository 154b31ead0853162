import { expect, it } from "vitest";
import { checkForms } from "./forms.mjs";

const problemsOf = (text: string, path = "components/a.tsx") => checkForms([{ path, text }]).problems;

it("refuses a form that the browser could post, except in its home", () => {
  for (const form of ["<form />", '<form method="post" />', "<form method={way} />", '<form action="/x"></form>'])
    expect(problemsOf(form)).toEqual([expect.stringContaining("neither")]);
  expect(problemsOf('<form method="get" action="/x" />')).toEqual([]);
  expect(problemsOf('<form method="dialog" />', "components/ui/scripted-form.tsx")).toEqual([]);
});

it("refuses a secret's field outside its home, and one with a name", () => {
  for (const field of [
    '<input type="password" />',
    '<Input autoComplete="one-time-code" />',
    '<Field>{(control) => <Input {...control} autoComplete="current-password" />}</Field>',
  ])
    expect(problemsOf(field)).toEqual([expect.stringContaining("outside")]);
  for (const field of ['<SecretInput secret={s} name="code" />', '<input type="file" name={key} />'])
    expect(problemsOf(field)).toEqual([expect.stringContaining("a name")]);
  expect(problemsOf('<SecretInput secret={s} autoComplete="off" />')).toEqual([]);
});

it("refuses server actions, and looks at pages and components only", () => {
  expect(problemsOf('"use server"; export async function act() {}', "app/act.ts")).toHaveLength(1);
  expect(problemsOf('<input type="password" />', "e2e/a.tsx")).toEqual([]);
});
