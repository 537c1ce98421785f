// A small agent: fetches a page and posts the result to a payment interface.
import { charge } from 'acme:pay/api';

export async function run(url) {
  const response = await fetch(url);
  const body = await response.text();
  const receipt = charge('acct-1', 5n);
  return `status=${response.status} len=${body.length} charge=${receipt}`;
}

export function hello(name) {
  return `hello ${name}`;
}

export function shout(text) {
  console.log(text);
  return `said ${text}`;
}
