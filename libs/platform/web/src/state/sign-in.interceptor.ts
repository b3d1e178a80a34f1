import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';

/** An answer of 401 leads to the sign-in page, which leads back to where the reader was. */
export const toSignIn: HttpInterceptorFn = (request, next) => {
  const router = inject(Router);
  return next(request).pipe(
    catchError((error: unknown) => {
      const path = window.location.pathname + window.location.search;
      if (error instanceof HttpErrorResponse && error.status === 401 && !path.startsWith('/sign-in')) {
        void router.navigate(['/sign-in'], { queryParams: path === '/' ? {} : { return: path } });
      }
      return throwError(() => error);
    }),
  );
};
