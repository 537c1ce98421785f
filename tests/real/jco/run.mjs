// Runs a linked agent that jco has turned into JavaScript, and prints what it did as one line of JSON.
// Argument: the folder with what jco wrote. Only the granted import is there.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder] = process.argv.slice(2);
const { instantiate } = await import(pathToFileURL(join(folder, 'agent.js')));
const calls = [];
const agent = await instantiate(async (path) => WebAssembly.compile(await readFile(join(folder, path))), {
  'acme:pay/api': {
    charge(account, cents) {
      calls.push(`charge ${account} ${cents}`);
      return 'paid';
    },
  },
});
const run = agent.run('acct-1', 5n);
const much = agent.run('acct-1', 1001n);
const all = agent.run('acct-1', 2n ** 64n - 1n);
const refund = agent.refund('acct-1', 5n);
// Last, because a trap leaves the agent as it stood.
let ping;
try {
  ping = String(agent.ping(1));
} catch (error) {
  ping = error.constructor.name;
}
console.log(JSON.stringify({ run, much, all, refund, ping, calls }));
