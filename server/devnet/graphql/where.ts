import {
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
} from "graphql";
import type { Row } from "./tables";

type Condition = Readonly<Record<string, unknown>>;

/** Whether a row satisfies a boolean expression, as Hasura means it: a relation to many is satisfied by any of them. */
export function satisfies(row: Row, where: Condition, type: GraphQLInputType): boolean {
  const input = getNamedType(type);
  if (!isInputObjectType(input)) throw new GraphQLError(`${String(type)} is no boolean expression`);
  return Object.entries(where).every(([key, condition]) => holds(row, [key, condition], input));
}

function holds(row: Row, [key, condition]: [string, unknown], input: GraphQLInputObjectType): boolean {
  if (condition === null || condition === undefined) throw unexpectedNull(input.name);
  if (key === "_not") return !satisfies(row, condition as Condition, input);
  const holdsToo = (each: Condition) => satisfies(row, each, input);
  if (key === "_and") return (condition as Condition[]).every(holdsToo);
  if (key === "_or") return (condition as Condition[]).some(holdsToo);
  const field = input.getFields()[key];
  if (!field) throw new GraphQLError(`field '${key}' not found in type: '${input.name}'`);
  const value = row[key];
  if (getNamedType(field.type).name.endsWith("_comparison_exp")) {
    return Object.entries(condition).every(([operator, operand]) => compares(value, operator, operand));
  }
  if (Array.isArray(value)) return value.some((each: Row) => satisfies(each, condition as Condition, field.type));
  return value ? satisfies(value as Row, condition as Condition, field.type) : false;
}

const unexpectedNull = (name: string) => new GraphQLError(`unexpected null value for type '${name}'`);

/** In SQL nothing compares with null. Texts compare as texts, numbers and amounts as numbers. */
function compares(value: unknown, operator: string, operand: unknown): boolean {
  if (operator === "_is_null") return (value === null || value === undefined) === operand;
  if (operand === null || operand === undefined) throw unexpectedNull("comparison");
  if (value === null || value === undefined) return false;
  const order = (other: unknown) => compareValues(value, typeof value === "bigint" ? BigInt(String(other)) : other);
  switch (operator) {
    case "_eq":
      return order(operand) === 0;
    case "_neq":
      return order(operand) !== 0;
    case "_in":
      return (operand as unknown[]).some((each) => order(each) === 0);
    case "_nin":
      return (operand as unknown[]).every((each) => order(each) !== 0);
    case "_gt":
      return order(operand) > 0;
    case "_gte":
      return order(operand) >= 0;
    case "_lt":
      return order(operand) < 0;
    case "_lte":
      return order(operand) <= 0;
    default:
      throw new GraphQLError(`the devnet does not compare by ${operator}`);
  }
}

export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  return (a as string) < (b as string) ? -1 : 1;
}
