// Sends requests by a linked agent that jco has turned into JavaScript. Prints a line for each: what the agent says of it, and after a tab what came to
// the host's `handle`, if anything did. Arguments: the folder with what jco wrote, the folder of jco's own WASI, and requests such as
// `GET http 127.0.0.1:8080 /path`. Only what is granted is there: HTTP, and the streams that it brings.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, wasi, ...requests] = process.argv.slice(2);
const { http, io } = await import(pathToFileURL(join(wasi, 'lib/nodejs/index.js')));
const { instantiate } = await import(pathToFileURL(join(folder, 'agent.js')));
let handled = [];
const agent = await instantiate(async (path) => WebAssembly.compile(await readFile(join(folder, path))), {
  'wasi:http/outgoing-handler': {
    handle(request, options) {
      handled.push(`${request.method().tag} ${request.scheme().tag} ${request.authority()} ${request.pathWithQuery()}`);
      return http.outgoingHandler.handle(request, options);
    },
  },
  'wasi:http/types': http.types,
  'wasi:io/error': io.error,
  'wasi:io/poll': io.poll,
  'wasi:io/streams': io.streams,
});
// jco waits for answers on a thread of its own, so a call returns when all is done.
for (const request of requests) {
  handled = [];
  const [method, scheme, authority, path] = request.split(' ');
  const said = agent.spell(method, scheme, authority, path, [['x-several', 'one'], ['x-several', 'two']]);
  console.log(`${said}\t${handled.join(', ')}`);
}
