// A script's syntax tree, parsed once for all checks.
import ts from "typescript";

const trees = new WeakMap();

export function treeOf(file) {
  const tree = trees.get(file) ?? ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest);
  trees.set(file, tree);
  return tree;
}

/** All nodes of a file that `pick` accepts, in order. */
export function findNodes(file, pick) {
  const found = [];
  const visit = (node) => {
    if (pick(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(treeOf(file));
  return found;
}

export function placeOf(file, node) {
  const tree = treeOf(file);
  return `${file.path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

const isLiteral = (node) =>
  ts.isLiteralExpression(node) ||
  ts.isTemplateExpression(node) ||
  ts.isTemplateLiteralTypeNode(node) ||
  ts.isJsxText(node);

/** The text with every character of a string, template, pattern, number or page text replaced by NUL. Lines stay. */
export function withoutLiterals(file) {
  const parts = [];
  let from = 0;
  for (const node of findNodes(file, isLiteral)) {
    const start = ts.isJsxText(node) ? node.pos : node.getStart(treeOf(file));
    if (start < from) continue;
    parts.push(file.text.slice(from, start), file.text.slice(start, node.end).replace(/[^\n]/g, "\0"));
    from = node.end;
  }
  return parts.join("") + file.text.slice(from);
}
