import { connectDatabase } from "@/db/client";
import {readFileSync} from "node:fs";
import { createTestDatabase } from "@/db/testing/database";
import { startTestServer } from "@/db/testing/server";
import { scanChain } from "@/server/services/scan/scan-chain";
import { createLogger } from "@/server/logger";
import { install } from "@/server/testing/scan/bench";
import { makeGameChain } from "./chain/game-chain";
import { createInProcessSource } from "./chain/source";
import { createLookup } from "./chain/view";
const N=Number(process.argv[2]??10000);
const chain=makeGameChain("x",N/10); chain.grow(Number(process.argv[3]??2500),N);
console.log("made", chain.store.blocks.at(-1)!.end);
const stop=await startTestServer();
const database0=await createTestDatabase();
const database={...database0, db: await connectDatabase(database0.url,{max:1}), drop: async()=>{await database.db.$client.end(); await database0.drop()}};
const [{pid}]=await database.db.$client`select pg_backend_pid() as pid` as any;
const ns=()=>Number(readFileSync(`/proc/${pid}/schedstat`,"utf8").split(" ")[0])/1e6;

if(process.env.COLL) { const cols=await database.db.$client`select table_name t, column_name c from information_schema.columns where table_schema='public' and data_type='text' and table_name in ('asset_utxo','pool_utxo','tx_bytes','chain_transaction','participation','earlier_output','block_header','address','identity')` as any;
 for(const {t,c} of cols) await database.db.$client.unsafe(`alter table "${t}" alter column "${c}" type text collate "C"`); }
if(process.env.NOFK) { const fks=await database.db.$client`select conrelid::regclass::text t, conname c from pg_constraint where contype='f' and conrelid::regclass::text in ('asset_utxo','participation','earlier_output')` as any;
 for(const {t,c} of fks) await database.db.$client.unsafe(`alter table ${t} drop constraint "${c}"`); }
const N0=ns();
try {
const view={tip:chain.store.blocks.length-1, fork:null};
const source=createInProcessSource(createLookup(chain.store, view));
const start=chain.store.blocks[chain.startHeight]!;
await install(database, {start} as never, null);
const stats=new Map<string,{n:number,ms:number,rows:number}>();
const patch=(c:any)=>{ const orig=c.unsafe; c.unsafe=function(q:string,...a:any[]){ const t=performance.now(); const n0=ns(); const p=orig.call(c,q,...a); const key=q.replace(/\s+/g," ").slice(0,110); const fin=()=>{const e=stats.get(key)??{n:0,ms:0,rows:0}; e.n++; e.rows+=ns()-n0; e.ms+=performance.now()-t; stats.set(key,e);}; p.then?.(fin,fin); return p; }; };
patch(database.db.$client);
const ob=(database.db.$client as any).begin; (database.db.$client as any).begin=function(...args:any[]){ const f=args.pop(); return ob.call(this,...args,(tx:any)=>{patch(tx); return f(tx)})};
const ctx={db:database.db, source, log:createLogger("warn")};
const pg=async()=>{const [r]=await database.db.$client`select pg_backend_pid()`; return r};
const t=performance.now(); const c0=process.cpuUsage();
for(;;){
 const t1=performance.now(); const c1=process.cpuUsage();
 const r=await scanChain(ctx);
 const c=process.cpuUsage(c1);
 console.log(r.result, r.detail, Math.round(performance.now()-t1), Math.round((c.user+c.system)/1e3));
 if(r.result!=="again") break;
}
const c=process.cpuUsage(c0);
const ms=performance.now()-t;
console.log({ms, perSecond:N/ms*1e3, cpuMs:(c.user+c.system)/1e3, perCpuSecond: N/((c.user+c.system)/1e6), rss:process.resourceUsage().maxRSS/1024});
console.log(await database.db.$client`select (select count(*) from chain_transaction) t, (select count(*) from asset_utxo) u, (select count(*) from participation) p, (select count(*) from participation where identity_id is not null) named, (select count(*) from tx_bytes) b`);
const {execSync}=await import("node:child_process");
const pids=(await database.db.$client`select pid from pg_stat_activity where datname=current_database()`).map((r:any)=>r.pid);
console.log([...stats].sort((a,b)=>b[1].rows-a[1].rows).slice(0,30).map(([k,v])=>`cpu ${Math.round(v.rows)} ${Math.round(v.ms)} ms ${v.n}x ${k}`).join("\n"));
console.log('pg total',ns()-N0); const {readFileSync: _}=await import("node:fs");
console.log("pg cpu ms", pids.map((p:number)=>{const f=readFileSync(`/proc/${p}/stat`,"utf8").split(" "); return (Number(f[13])+Number(f[14]))*10}));
} finally { await database.drop(); await stop(); }
