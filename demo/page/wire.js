// The page's line to the workspace: pictures, acts, moves, and word that something changed.

export const page = Math.random().toString(36).slice(2);

export async function picture(me, at, reads) {
  const query = new URLSearchParams({ me, at, page, ...(reads ? { reads: "1" } : {}) });
  return (await fetch(`/page/state?${query}`)).json();
}

async function send(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    return await answer.json();
  } catch {
    return { error: "The demo does not answer. Is make demo still running?" };
  }
}

export const act = (body) => send("/page/act", body);
export const move = (by) => send("/page/move", { by });

let line = null;
let listened = "";

export function listen(me, changed, gone) {
  if (line && listened === me) return;
  line?.close();
  listened = me;
  line = new EventSource(`/page/live?${new URLSearchParams({ me, page })}`);
  line.addEventListener("message", changed);
  line.addEventListener("error", gone);
}
