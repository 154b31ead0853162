// Folders of services that import each other, directly or through others. Imports of types count too.
import path from "node:path";
import ts from "typescript";
import { isScript, isTest } from "./files.mjs";
import { findNodes } from "./syntax.mjs";

const SERVICES = "server/services/";

export function checkKnots(files) {
  const graph = readGraph(files);
  const knots = new Map();
  for (const [from, imports] of graph) {
    for (const to of imports.keys()) {
      const back = shortestPath(graph, to, from);
      const key = back?.toSorted().join(" ");
      if (key && !knots.has(key)) knots.set(key, [from, ...back]);
    }
  }
  const problems = [...knots.values()].map((folders) => {
    const examples = folders.slice(1).map((to, index) => graph.get(folders[index]).get(to));
    return `knot: ${folders.join(" -> ")} (${examples.join("; ")})`;
  });
  return { figures: { knotsOfServices: problems.length }, problems };
}

/** The folders that each folder imports, with one file that does. A file beside the folders is its own folder. */
function readGraph(files) {
  const graph = new Map();
  for (const file of files) {
    const from = folderOf(file.path.replace(/\.tsx?$/, ""));
    if (from === null || !isScript(file) || isTest(file)) continue;
    const imports = graph.get(from) ?? new Map();
    graph.set(from, imports);
    for (const imported of importsOf(file)) {
      const to = folderOf(imported);
      if (to !== null && to !== from && !imports.has(to)) imports.set(to, `${file.path} imports ${imported}`);
    }
  }
  return graph;
}

function folderOf(file) {
  return file.startsWith(SERVICES) ? file.slice(SERVICES.length).replace(/(?<=\/).*/, "") : null;
}

/** Paths from the root of a file's imports from this house: statements, `import()` and `import("...")` types. */
function importsOf(file) {
  const isTarget = (node) => ts.isStringLiteral(node) && /^(@\/|\.)/.test(node.text);
  const specifiers = findNodes(file, isImport).flatMap((node) => {
    const target = node.moduleSpecifier ?? node.argument?.literal ?? node.arguments?.[0];
    return target && isTarget(target) ? [target.text] : [];
  });
  return specifiers.map((text) =>
    text.startsWith("@/") ? text.slice(2) : path.posix.join(path.posix.dirname(file.path), text),
  );
}

function isImport(node) {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isImportTypeNode(node) ||
    (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
  );
}

/** The folders on the path, both ends included; null if there is none. */
function shortestPath(graph, from, to) {
  const paths = [[from]];
  const seen = new Set([from]);
  for (const way of paths) {
    const last = way.at(-1);
    if (last === to) return way;
    for (const next of graph.get(last)?.keys() ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      paths.push([...way, next]);
    }
  }
  return null;
}
