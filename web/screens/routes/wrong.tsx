/** What the server found wrong with a definition. */
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';

/** Everything that is wrong, with where: some of it stands at its field as well. */
export function Wrong({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const problems = isProblem(error) ? (error.problems ?? []) : [];
  return (
    <div className="flex flex-col gap-2">
      <Problem error={error} />
      {problems.length > 1 && (
        <ul className="flex list-disc flex-col gap-0.5 ps-6">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="break-words">
              <code className="font-mono text-sm">{path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
