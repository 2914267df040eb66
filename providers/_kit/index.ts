/** `plugboard/kit`: what several providers share. Pure helpers; never I/O. */
export * from './paginators.ts';
export * from './reading.ts';
export * from './times.ts';
