import { type ASTNode, type ASTVisitor, GraphQLError, Kind, type ValidationContext } from "graphql";

const MOST_DEPTH = 10;

/** Cardano GraphQL's rule: fields in fields, ten deep below the root's. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (depthOf(operation, context, []) - 1 <= MOST_DEPTH) return;
      const name = operation.name?.value ?? "";
      context.reportError(new GraphQLError(`'${name}' exceeds maximum operation depth of ${MOST_DEPTH}`));
    },
  };
}

function depthOf(node: ASTNode, context: ValidationContext, within: readonly string[]): number {
  if (node.kind === Kind.FRAGMENT_SPREAD) {
    const name = node.name.value;
    const fragment = within.includes(name) ? null : context.getFragment(name);
    return fragment ? depthOf(fragment, context, [...within, name]) : 0;
  }
  const selections = "selectionSet" in node ? (node.selectionSet?.selections ?? []) : [];
  const below = Math.max(0, ...selections.map((selection) => depthOf(selection, context, within)));
  return below + (node.kind === Kind.FIELD ? 1 : 0);
}
