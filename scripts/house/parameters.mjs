// How many parameters functions have.
import ts from "typescript";
import { isScript } from "./files.mjs";
import { findNodes, placeOf, treeOf } from "./syntax.mjs";

const MOST = 4;

const hasTooMany = (node) =>
  (ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node)) &&
  node.parameters.filter(({ name }) => name.text !== "this").length > MOST;

export function checkParameters(files) {
  const problems = files.filter(isScript).flatMap((file) =>
    findNodes(file, hasTooMany).map((node) => {
      const name = node.name ? `${node.name.getText(treeOf(file))} ` : "";
      return `${placeOf(file, node)}: ${name}has ${node.parameters.length} parameters; the most is ${MOST}`;
    }),
  );
  return { figures: { functionsWithManyParameters: problems.length }, problems };
}
