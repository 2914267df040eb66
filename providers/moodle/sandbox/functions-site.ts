/** core_webservice_*: what the site is, and what the token may call. */
import { formatted, type WebFunctions } from './function.ts';
import { fallback, list, value } from './params.ts';
import { wwwroot } from './site.ts';

export const version = '2023100906';

export const siteFunctions: WebFunctions = {
  core_webservice_get_site_info: {
    params: { serviceshortnames: fallback(list(value('alphanumext')), []) },
    run: (_params, { state, business }, caller) => ({
      sitename: formatted(business.name),
      username: caller.username,
      firstname: caller.firstname,
      lastname: caller.lastname,
      fullname: `${caller.firstname} ${caller.lastname}`,
      lang: 'en',
      userid: caller.id,
      siteurl: wwwroot,
      userpictureurl: `${wwwroot}/theme/image.php/boost/core/1/u/f1`,
      functions: state.service.functions.map((name) => ({ name, version })),
      downloadfiles: 0,
      uploadfiles: 0,
      release: '4.3.6 (Build: 20240812)',
      version,
      mobilecssurl: '',
      advancedfeatures: [{ name: 'enablecompletion', value: 1 }],
      usercanmanageownfiles: false,
      userquota: 104857600,
      usermaxuploadfilesize: 20971520,
      userhomepage: 0,
      // Opens files without the token: as much of a secret as the token itself.
      userprivateaccesskey: '0b7e3c0a4f5d4d0d9b5e8f6a7c1d2e3f',
      siteid: 1,
      sitecalendartype: 'gregorian',
      usercalendartype: 'gregorian',
      userissiteadmin: false,
      theme: 'boost',
      limitconcurrentlogins: 0,
      policyagreed: 0,
    }),
  },
};
