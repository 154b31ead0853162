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
const database=await createTestDatabase();
try {
const view={tip:chain.store.blocks.length-1, fork:null};
const source=createInProcessSource(createLookup(chain.store, view));
const start=chain.store.blocks[chain.startHeight]!;
await install(database, {start} as never, null);
const ctx={db:database.db, source, log:createLogger("warn")};
const pg=async()=>{const [r]=await database.db.$client`select pg_backend_pid()`; return r};
const {PerformanceObserver}=await import("node:perf_hooks"); let gc=0,gn=0; const kinds:any={}; new PerformanceObserver(l=>{for(const e of l.getEntries()){gc+=e.duration;gn++; const k=(e as any).detail.kind; kinds[k]=(kinds[k]??0)+e.duration}}).observe({entryTypes:["gc"]});
const {Session}=await import("node:inspector"); const ses=new Session(); 
const post=(m:string,a?:any)=>new Promise<any>((res,rej)=>ses.post(m,a,(e,r)=>e?rej(e):res(r)));
if(process.env.HEAP){ ses.connect(); await post("HeapProfiler.startSampling",{samplingInterval:65536, includeObjectsCollectedByMajorGC:true, includeObjectsCollectedByMinorGC:true}); }
const t=performance.now(); const c0=process.cpuUsage();
for(;;){
 const t1=performance.now(); const c1=process.cpuUsage();
 const r=await scanChain(ctx);
 const c=process.cpuUsage(c1);
 console.log(r.result, r.detail, Math.round(performance.now()-t1), Math.round((c.user+c.system)/1e3));
 if(r.result!=="again") break;
}
const c=process.cpuUsage(c0); console.log({gc,gn,kinds, heap: process.memoryUsage()});
if(process.env.HEAP){ const {profile}=await post("HeapProfiler.stopSampling"); const self=new Map<string,number>(), tot=new Map<string,number>();
 const walk=(n:any,path:Set<string>)=>{ const k=n.callFrame.functionName+" "+n.callFrame.url.slice(-45)+":"+n.callFrame.lineNumber; self.set(k,(self.get(k)??0)+n.selfSize); let sub=n.selfSize; for(const c of n.children) sub+=walk(c,new Set([...path,k])); if(!path.has(k)) tot.set(k,(tot.get(k)??0)+sub); return sub; };
 walk(profile.head,new Set()); const show=(m:Map<string,number>,n:number)=>console.log([...m].sort((a,b)=>b[1]-a[1]).slice(0,n).map(([k,v])=>(v/N/1024).toFixed(2)+" KB/tx "+k).join("\n"));
 console.log("SELF"); show(self,40); console.log("TOTAL"); show(tot,60);}
const ms=performance.now()-t;
console.log({ms, perSecond:N/ms*1e3, cpuMs:(c.user+c.system)/1e3, perCpuSecond: N/((c.user+c.system)/1e6), rss:process.resourceUsage().maxRSS/1024});
console.log(await database.db.$client`select (select count(*) from chain_transaction) t, (select count(*) from asset_utxo) u, (select count(*) from participation) p, (select count(*) from participation where identity_id is not null) named, (select count(*) from tx_bytes) b`);
const {execSync}=await import("node:child_process");
const pids=(await database.db.$client`select pid from pg_stat_activity where datname=current_database()`).map((r:any)=>r.pid);
const {readFileSync}=await import("node:fs");
console.log("pg cpu ms", pids.map((p:number)=>{const f=readFileSync(`/proc/${p}/stat`,"utf8").split(" "); return (Number(f[13])+Number(f[14]))*10}));
} finally { await database.drop(); await stop(); }
