import { serveFolds } from '@tq/sessions/server';

serveFolds();
