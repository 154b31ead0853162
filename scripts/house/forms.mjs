// Checks that no secret can leave a page by a form that the browser sends, and that no page takes a POST.
import ts from "typescript";
import { isScript, isTest } from "./files.mjs";
import { findNodes, placeOf, treeOf } from "./syntax.mjs";

const FORM_HOME = "components/ui/scripted-form.tsx";
const SECRET_HOME = "components/ui/secret-input.tsx";
const SECRET_USES = new Set(["current-password", "new-password", "one-time-code"]);

export function checkForms(files) {
  const found = files
    .filter((file) => /^(app|components)\//.test(file.path) && isScript(file) && !isTest(file))
    .flatMap(problemsOf);
  return { figures: { openForms: found.length }, problems: found };
}

function problemsOf(file) {
  const elements = findNodes(file, (node) => ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node));
  const found = elements.flatMap((element) => {
    const problem = problemOf(file, element);
    return problem ? [`${placeOf(file, element)} ${problem}`] : [];
  });
  const actions = findNodes(file, (node) => ts.isStringLiteral(node) && node.text === "use server");
  return [...found, ...actions.map((node) => `${placeOf(file, node)} is a server action, which a page would answer`)];
}

function problemOf(file, element) {
  const { path } = file;
  const tag = element.tagName.getText(treeOf(file));
  const props = attributesOf(element);
  if (tag === "form" && path !== FORM_HOME && props.get("method") !== "get") {
    return `is a form that is neither method="get" nor a ScriptedForm (${FORM_HOME})`;
  }
  const isSecret =
    tag === "SecretInput" || props.get("type") === "password" || SECRET_USES.has(props.get("autoComplete"));
  if (isSecret && tag !== "SecretInput" && path !== SECRET_HOME) return `is a secret's field outside ${SECRET_HOME}`;
  return (isSecret || props.get("type") === "file") && props.has("name") ? "gives a secret's field a name" : null;
}

/** Name to text; null for what is not a plain text. */
function attributesOf(element) {
  const named = element.attributes.properties.filter((property) => ts.isJsxAttribute(property));
  return new Map(
    named.map(({ name, initializer }) => [
      name.text,
      initializer && ts.isStringLiteral(initializer) ? initializer.text : null,
    ]),
  );
}
