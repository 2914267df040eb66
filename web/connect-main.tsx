/** Where the page behind a connect link begins. It has none of the dashboard's parts: no router, no shell, no words but its own. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { asAsked } from './app/pseudo.ts';
import { originsInPage } from './connect/embedding.ts';
import { openSession, tokenIn } from './connect/hosted-session.ts';
import { Hosted } from './connect/hosted.tsx';
import connect from './locales/en/connect.json' with { type: 'json' };
import ui from './locales/en/ui.json' with { type: 'json' };
import './ui/tokens.css';

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the form');
const session = openSession(tokenIn(location.pathname));
createRoot(place).render(
  <StrictMode>
    <IntlProvider locale="en" messages={asAsked({ connect, ui })} timeZone="UTC">
      <Hosted session={session} origins={originsInPage()} />
    </IntlProvider>
  </StrictMode>,
);
