/** Where the dashboard begins. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './app/api.ts';
import { router } from './app/router.tsx';
import { Texts } from './app/text.tsx';
import { Toasts } from './ui/toast.tsx';
import './ui/tokens.css';

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the dashboard');
createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <Texts>
        <QueryClientProvider client={queries}>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </QueryClientProvider>
      </Texts>
    </CSPProvider>
  </StrictMode>,
);
