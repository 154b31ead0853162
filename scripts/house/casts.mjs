// Type casts in domain and services: places where the compiler is told to look away.
import ts from "typescript";
import { isScript, isTest } from "./files.mjs";
import { findNodes, placeOf, treeOf } from "./syntax.mjs";

const MOST = 29;

const isCast = (node) =>
  (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && !ts.isConstTypeReference(node.type);

export function checkCasts(files) {
  const casts = files
    .filter((file) => /^server\/(domain|services)\//.test(file.path) && isScript(file) && !isTest(file))
    .flatMap((file) =>
      findNodes(file, isCast).map((node) => `${placeOf(file, node)}: cast to ${node.type.getText(treeOf(file))}`),
    );
  const figures = { casts: casts.length };
  if (casts.length <= MOST) return { figures, problems: [] };
  return {
    figures,
    problems: [...casts, `${casts.length} casts in domain and services; the most is ${MOST}`],
  };
}
