/* Reading a pool is pure: it lives in the domain, and is exported here beside what builds on it. */
export { type PoolReading, type PoolState, readPool } from "@/server/domain/contract/read-pool";
