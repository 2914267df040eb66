import fc from 'fast-check';
import { parseXml, xmlAt, xmlChild, xmlText } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import {
  fillElement,
  readWsdl,
  soapElement,
  soapElements,
  soapEnvelope,
  soapFault,
  soapPayload,
  soapRequest,
} from './soap.ts';

function textOf(request: ReturnType<typeof soapRequest>): string {
  return request.body !== undefined && 'text' in request.body ? request.body.text : '';
}

describe('asking', () => {
  test('a call is one POST that says what it calls and whether it only reads', () => {
    const request = soapRequest({
      url: '/service.asmx',
      namespace: 'http://example.test/api',
      operation: 'Find',
      parameters: { token: '', name: 'A & B', when: null, skip: undefined, ids: { string: ['1', '2'] } },
      safe: true,
    });
    expect(request).toMatchObject({
      method: 'POST',
      url: '/service.asmx',
      headers: { soapaction: '"http://example.test/api/Find"' },
      safe: true,
      decode: 'xml',
    });
    expect(textOf(request)).toContain(
      '<Find xmlns="http://example.test/api"><token/><name>A &#38; B</name><when xsi:nil="true"/><ids><string>1</string><string>2</string></ids></Find>',
    );
    expect(soapPayload(parseXml(textOf(request))).name).toBe('Find');
  });

  test('whatever is put in comes out again, and nothing of it becomes an element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (value, token) => {
        const body = fillElement(soapEnvelope(soapElement('Op', { value, token: '' })), 'token', token);
        const payload = soapPayload(parseXml(body));
        expect(payload.children.map(({ name }) => name)).toEqual(['value', 'token']);
        // What XML cannot hold is left out: only texts without such characters come out whole.
        for (const [name, text] of Object.entries({ token, value }))
          expect(/^[\u0020-\uD7FF]*$/.test(text) ? xmlChild(payload, name)?.text : text).toBe(text);
      }),
    );
  });

  test('a value that looks like the place of the token is not taken for it', () => {
    const body = fillElement(soapElements({ name: '<token/>', token: '' }), 'token', `'&7%+>-"6(+!56$0>$&$1<`);
    const op = parseXml(`<op>${body}</op>`);
    expect(xmlText(op, 'name')).toBe('<token/>');
    expect(xmlText(op, 'token')).toBe(`'&7%+>-"6(+!56$0>$&$1<`);
  });
});

describe('reading', () => {
  test.each([
    [
      '1.1' as const,
      '<soap:Fault><faultcode>soap:Client</faultcode><faultstring>No such thing.</faultstring><detail/></soap:Fault>',
      { fault: 'client', code: 'soap:Client', reason: 'No such thing.' },
    ],
    [
      '1.1' as const,
      '<soap:Fault><faultcode>Server.Userlogin</faultcode><faultstring/></soap:Fault>',
      { fault: 'server', code: 'Server.Userlogin', reason: 'The service gave no reason.' },
    ],
    [
      '1.2' as const,
      '<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">Bad.</soap:Text></soap:Reason></soap:Fault>',
      { fault: 'client', code: 'soap:Sender', reason: 'Bad.' },
    ],
  ])('a fault of SOAP %s', (version, fault, expected) => {
    expect(soapFault(parseXml(soapEnvelope(fault, { version })))).toEqual(expected);
  });

  test('an answer is no fault, and a page is no answer', () => {
    expect(soapFault(parseXml(soapEnvelope('<R/>')))).toBeUndefined();
    expect(soapFault(parseXml('<html><Body><Fault/></Body></html>'))).toBeUndefined();
    expect(() => soapPayload(parseXml('<html><Body><p/></Body></html>'))).toThrow('<html> and not a SOAP envelope');
    expect(() => soapPayload(parseXml(soapEnvelope('')))).toThrow('not a SOAP envelope');
    expect(xmlAt(parseXml(soapEnvelope('<R/>', { header: '<H>1</H>' })), 'Header', 'H')?.text).toBe('1');
  });
});

const wsdl = `<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:x" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
  <wsdl:types><s:schema targetNamespace="urn:x">
    <s:element name="Find"><s:complexType><s:sequence><s:element name="sToken" type="s:string"/><s:element name="id" type="s:int"/></s:sequence></s:complexType></s:element>
    <s:element name="Ping"><s:complexType/></s:element>
    <s:element name="Save" type="tns:TThing"/>
    <s:complexType name="TThing"><s:complexContent mixed="false"><s:extension base="tns:TBase"><s:sequence><s:element name="Name"/></s:sequence></s:extension></s:complexContent></s:complexType>
    <s:complexType name="TBase"><s:sequence><s:element name="ID"/></s:sequence></s:complexType>
    <s:complexType name="TLoop"><s:complexContent><s:extension base="tns:TLoop"><s:sequence><s:element name="A"/></s:sequence></s:extension></s:complexContent></s:complexType>
  </s:schema></wsdl:types>
  <wsdl:portType name="Soap"><wsdl:operation name="Find"/><wsdl:operation name="Ping"/></wsdl:portType>
  <wsdl:portType name="Other"><wsdl:operation name="Find"/><wsdl:operation name="Save"/></wsdl:portType>
</wsdl:definitions>`;

test('a WSDL tells operations with their parameters, and types with what they inherit', () => {
  const { operations, types } = readWsdl(parseXml(wsdl));
  expect([...operations]).toEqual([
    ['Find', ['sToken', 'id']],
    ['Ping', []],
    ['Save', ['ID', 'Name']],
  ]);
  expect(types.get('TThing')).toEqual(['ID', 'Name']);
  expect(types.get('TLoop')).toEqual(['A']);
  expect(() => readWsdl(parseXml('<html/>'))).toThrow('<html> and not a WSDL');
});
