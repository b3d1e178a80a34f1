import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { ApiConfiguration, toSignIn } from '@tq/platform/web';
import { App } from './app';
import { routes } from './app.routes';

bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    // The API is where the console comes from; the document's own `/` would make `//api` of a path.
    { provide: ApiConfiguration, useValue: { rootUrl: '' } },
    provideHttpClient(withInterceptors([toSignIn])),
    provideRouter(routes, withComponentInputBinding(), withInMemoryScrolling({ scrollPositionRestoration: 'enabled' })),
  ],
}).catch((error: unknown) => console.error(error));
