// Shows new mail without a reload, and times in the reader's own zone. Everything works without it.
const EVERY_MS = 2000;

function localTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    const today = date.toDateString() === new Date().toDateString();
    time.title = date.toLocaleString();
    time.textContent = today
      ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
      : date.toLocaleDateString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  }
}

async function refresh(mails) {
  if (document.hidden) return;
  const response = await fetch(location.href).catch(() => null);
  if (response === null || !response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('#mails');
  if (fresh === null || fresh.dataset.newest === mails.dataset.newest) return;
  localTimes(fresh);
  mails.dataset.newest = fresh.dataset.newest;
  mails.replaceChildren(...fresh.childNodes);
}

localTimes(document);
const mails = document.querySelector('#mails');
if (mails !== null) setInterval(() => void refresh(mails), EVERY_MS);
