// The pages that are looked at: by axe, by the HTML checker, by the scales (quality.test.mjs), by Lighthouse and by eye (shots.mjs).
// Whoever adds a page to the hub adds its path here.
import { person } from './hub.mjs';

/** What everybody may open, but for the pages that `furnished` makes. */
const forStrangers = [
  '/',
  '/signup',
  '/login',
  '/forgot',
  '/reset',
  '/email',
  '/discover',
  '/discover?q=bread',
  '/discover/offers',
  '/discover/asks',
  '/discover/people',
  '/discover/tools',
  '/discover/courses',
  '/discover/offers?price=free',
  '/tools/claude',
  '/tools/claude/reviews',
  '/tools/compare',
  '/tools/compare?with=claude,chatgpt,gemini',
  '/ava',
  '/ava?need=bread',
  '/about',
  '/guidelines',
  '/privacy',
  '/help',
  '/developers',
  '/styleguide',
  '/@anabel',
  '/no-such-page',
];

const forMembers = [
  '/home',
  '/home/matches',
  '/discover',
  '/ava',
  '/connections',
  '/connections?show=over',
  '/messages',
  '/messages/search?q=cellar',
  '/community',
  '/community/general',
  '/community/new',
  '/my/asks',
  '/my/offers',
  '/my/searches',
  '/my/notices',
  '/my/following',
  '/my/saved',
  '/tools/claude',
  '/@bobby/followers',
  '/@anabel/following',
  '/my/learning',
  '/my/purchases',
  '/my/asks/new',
  '/my/offers/new',
  '/creator/clips',
  '/creator/courses',
  '/creator/courses/new',
  '/settings/profile',
  '/settings/account',
  '/settings/notifications',
  '/settings/privacy',
  '/settings',
  '/settings/matches',
  '/settings/data',
  '/settings/appearance',
  '/settings/devices',
  '/settings/developers',
  '/@anabel',
  '/@bobby',
  '/no-such-page',
];

/** Two people with something on their pages. Answers Ana, and all paths as a stranger and as she may open them. */
export async function furnished(browser, hub) {
  const ana = await person(browser, hub, 'Anabel');
  await ana.signUp();
  await ana.asks('advice', 'Who knows about sourdough in summer?', 'My starter dies whenever it is hot. What do you do?');
  const ask = new URL(ana.page.url()).pathname;
  await ana.offers('service', 'I mend your bread recipe', 'Send me what you do and I find what goes wrong.');
  const offer = new URL(ana.page.url()).pathname;
  const bo = await person(browser, hub, 'Bobby');
  await bo.signUp();
  await bo.offers('service', 'Advice about sourdough', 'Twenty years of sourdough, in summer and in winter.');
  await bo.go(ask);
  await bo.page.fill('main textarea[name=message]', 'Keep it in the cellar');
  await bo.page.locator('form:has(textarea[name=message]) .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');
  // What somebody else says in a room has buttons of its own.
  await bo.go('/community/general');
  await bo.page.fill('textarea[name=body]', 'Who wants to see my cellar?');
  await bo.page.keyboard.press('Enter');
  await bo.page.locator('.said.is-mine[data-tick=stored]').waitFor();
  await bo.context.close();
  await ana.go('/messages');
  const thread = await ana.page.locator('main a[href^="/messages/"]').first().getAttribute('href');
  return { ana, ask, offer, thread, strangers: [...forStrangers, ask, offer], members: [...forMembers, `${ask}/wordings`, thread, `${thread.split('#')[0]}?times=offer`, ask, offer] };
}
