/** A tenant's own rules for a stream. */
import { useState } from 'react';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { Card } from '../../ui/card.tsx';

export function MappingTab() {
  const [text, setText] = useState('{\n  "a": 1,\n  "b": [true, null, "x"\n}');
  const [code, setCode] = useState("raw.LastName ? raw.LastName & ', ' & $uppercase(raw.FirstName) /* x */");
  return (
    <Card>
      <CodeEditor label="JSON" help="Settings" language="json" value={text} onChange={setText} />
      <CodeEditor label="Expr" language="jsonata" value={code} onChange={setCode} problems={problems} lines={2} />
    </Card>
  );
}
const problems = [{ from: 5, message: 'what is this' }];
